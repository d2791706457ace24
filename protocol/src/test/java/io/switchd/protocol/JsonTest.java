package io.switchd.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void everyKindOfValueIsRead() {
        assertEquals(Map.of("a", List.of(1L, -2L, 0L, 1.5, -2e3, true, false)), Json.read(" { \"a\" : [ 1 , -2, 0, 1.5, -2e3, true, false ] } "));
        assertEquals(null, Json.read("null"));
        assertEquals(List.of(), Json.read("[]"));
        assertEquals(Map.of(), Json.read("{}"));
        assertEquals("\"\\/\b\f\n\r\t\u00e4\ud83d\ude00", Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\uDE00\""));
        assertEquals(Long.MAX_VALUE, Json.read("9223372036854775807"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "tru", "nul",
        "01", "-", "1.", "1e", "+1", ".5", "NaN", "1 2", "[1]]", "9223372036854775808", "{\"a\":1,\"a\":2}", "'a'", "\u00a0 1"})
    void whatIsNoJsonIsRefusedWithThePosition(final String text) {
        assertTrue(assertThrows(JsonException.class, () -> Json.read(text)).getMessage().contains(" at position "));
    }

    @Test
    void aDocumentIsNoDeeperThanTheLimit() {
        final int limit = JsonReader.MAX_DEPTH;
        Json.read("[".repeat(limit) + "]".repeat(limit));
        assertThrows(JsonException.class, () -> Json.read("[".repeat(limit + 1) + "]".repeat(limit + 1)));
        assertThrows(JsonException.class, () -> Json.read("[".repeat(1_000_000)));
    }

    @Test
    void whatIsWrittenIsOneLineWithoutControlCharacters() {
        final String text = Json.write(Map.of("a\n", List.of("\u0000\u001b\u007f\u2028\"\\", 1L, true)));
        assertEquals("{\"a\\n\":[\"\\u0000\\u001b\\u007f\\u2028\\\"\\\\\",1,true]}", text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenIsReadAgain(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            final Object tree = tree(random, 0);
            assertEquals(tree, Json.read(Json.write(tree)), "seed " + seed);
        }
    }

    private static Object tree(final SplittableRandom random, final int depth) {
        switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0:
                return null;
            case 1:
                return random.nextBoolean();
            case 2:
                return random.nextLong();
            case 3:
                return text(random);
            case 4:
                final List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                return list;
            default:
                final Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), tree(random, depth + 1));
                }
                return map;
        }
    }

    private static String text(final SplittableRandom random) {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }
}
