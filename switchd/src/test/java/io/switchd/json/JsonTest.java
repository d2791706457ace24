package io.switchd.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;

class JsonTest {

    private static final JsonReader READER = JsonReader.ofFiles();

    @Test
    void valuesHaveTheTypesThatFitThem() {
        assertEquals("a\"\u00e4\u0001", READER.read("\"a\\\"\u00e4\\u0001\""));
        assertEquals(2_147_483_647, READER.read("2147483647"));
        assertEquals(-2_147_483_649L, READER.read("-2147483649"));
        assertEquals(new BigInteger("9223372036854775808"), READER.read("9223372036854775808"));
        assertEquals(1.0, READER.read("1.0"));
        assertEquals(1e30, READER.read("1e30"));
        assertEquals(true, READER.read("true"));
        assertEquals(false, READER.read(" false\n"));
        assertNull(READER.read("null"));
        assertEquals(List.of(), READER.read("[]"));
        assertEquals(Map.of(), READER.read("{}"));
        assertEquals(Arrays.asList(1, null, List.of("x"), Map.of("y", List.of())), READER.read("[1, null, [\"x\"], {\"y\": []}]"));
    }

    @Test
    void membersKeepTheirOrder() {
        assertEquals("[z, a, m]", ((Map<?, ?>) READER.read("{\"z\": 1, \"a\": {\"b\": 2}, \"m\": [3]}")).keySet().toString());
    }

    @Test
    void whatIsNotOneValueIsRefusedWithThePlace() {
        refused("", 1, 1);
        refused(" \n ", 2, 2);
        refused("{} {}", 1, 4);
        refused("{}]", 1, 3);
        refused("1 2", 1, 3);
        refused("{\"a\": 1,\n \"a\": 2}", 2, 2);
        for (final String whole : new String[] {"{\"a\": [1, {\"b\": null}], \"c\": \"d\"}", "[[], {}, true]", "\"x\""}) {
            for (int length = 0; length < whole.length(); length++) {
                final String part = whole.substring(0, length);
                assertThrows(JacksonException.class, () -> READER.read(part), part);
            }
        }
        for (final String text : new String[] {"{1: 2}", "{\"a\"}", "{\"a\": }", "[1,]", "[1 2]", "{,}", "'x'", "NaN", "01", "+1", ".5", "\"\n\"", "// x\n1", "undefined"}) {
            assertThrows(JacksonException.class, () -> READER.read(text), text);
        }
    }

    private static void refused(final String text, final int line, final int column) {
        final JacksonException e = assertThrows(JacksonException.class, () -> READER.read(text), text);
        assertEquals(line, e.getLocation().getLineNr(), text + ": " + e.getMessage());
        assertTrue(e.getLocation().getColumnNr() >= column, text + ": " + e.getMessage());
        assertTrue(e.getOriginalMessage() != null && !e.getOriginalMessage().isBlank(), text);
    }

    @Test
    void depthHasItsLimitBeforeAnythingIsBuilt() {
        final JsonReader reader = new JsonReader(StreamReadConstraints.builder().maxNestingDepth(3).build());
        assertEquals(List.of(List.of(List.of())), reader.read("[[[]]]"));
        assertThrows(JacksonException.class, () -> reader.read("[[[[]]]]"));
        final String deep = "[".repeat(100_000);
        assertThrows(JacksonException.class, () -> READER.read(deep));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", "\"\\\u0000\u001f\u007f\u00e4\u20ac\ud83d\ude00/</script>");
        tree.put("numbers", new ArrayList<>(List.of(0, -1, Integer.MIN_VALUE, Long.MAX_VALUE, 0.1)));
        tree.put("nothing", null);
        tree.put("truths", List.of(true, false));
        tree.put("empty", List.of(Map.of(), List.of()));
        for (final JsonWriter writer : JsonWriter.values()) {
            assertEquals(tree, READER.read(writer.text(tree)), writer.toString());
        }
    }

    @Test
    void aTextIsForMachinesOrForPeople() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("a", List.of(1, 2));
        tree.put("b", List.of(Map.of("c", "d")));
        tree.put("e", Map.of());
        assertEquals("{\"a\":[1,2],\"b\":[{\"c\":\"d\"}],\"e\":{}}", JsonWriter.COMPACT.text(tree));
        assertEquals("{\n  \"a\" : [ 1, 2 ],\n  \"b\" : [ {\n    \"c\" : \"d\"\n  } ],\n  \"e\" : { }\n}", JsonWriter.INDENTED.text(tree));
    }

    @Test
    void whatJsonCannotSayIsADefect() {
        assertThrows(IllegalArgumentException.class, () -> JsonWriter.COMPACT.text(new Object()));
    }
}
