package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.json.JsonWriter;
import io.switchd.protocol.Setting;
import io.switchd.protocol.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/configuration.md to what the daemon takes: every key, its type, its values and its default, and no other. */
class ConfigurationReferenceTest {

    private static final Set<String> OF_A_BRIDGE = Set.of("name", "ports", "local-port", "stations");
    private static final Set<String> OF_A_PORT = Set.of("name", "plug");
    private static final Map<String, Object> VALUES = Map.of("boolean", true, "number", 7, "string", "seven", "array", List.of(true), "object", Map.of("seven", 7));
    private static final Pattern RANGE = Pattern.compile("^(\\d+) to (\\d+)");

    /** The rows of the table under a heading, by key. */
    private static Map<String, List<String>> table(final String heading) throws IOException {
        final Map<String, List<String>> rows = new LinkedHashMap<>();
        final List<String> lines = Files.readAllLines(Path.of("../docs/configuration.md"));
        final int begin = lines.indexOf(heading);
        assertTrue(begin >= 0, heading);
        for (final String line : lines.subList(begin + 1, lines.size())) {
            if (line.startsWith("#")) {
                break;
            }
            if (line.startsWith("| `")) {
                final String[] cells = line.substring(2, line.length() - 2).split(" *\\|", -1);
                assertEquals(5, cells.length, line);
                rows.put(cells[0].replace("`", ""), Arrays.stream(cells).map(String::strip).toList());
            }
        }
        return rows;
    }

    private static String type(final Object example) {
        return example instanceof Boolean ? "boolean" : example instanceof Number ? "number" : "string";
    }

    /** A value that a setting takes. */
    private static Object example(final Setting setting) {
        for (final Object value : new Object[] {true, 100L, setting.range().split(", ")[0], "1,5,10-20"}) {
            try {
                return setting.parse(value);
            } catch (final IllegalArgumentException e) {
                assertTrue(e.getMessage().contains(setting.range()), e.getMessage());
            }
        }
        throw new AssertionError(setting.key());
    }

    private static void check(final Settings settings, final Set<String> others, final String heading) throws IOException {
        final Map<String, List<String>> rows = table(heading);
        final Collection<String> keys = new TreeSet<>(others);
        for (final Setting setting : settings.all()) {
            keys.add(setting.key());
            final String standing = setting.defaultValue() == null ? "none" : setting.defaultValue().toString();
            final String type = setting.range().startsWith("VLANs") ? "string" : type(example(setting));
            assertEquals(List.of("`" + setting.key() + "`", type, setting.range(), standing), rows.getOrDefault(setting.key(), List.of("", "", "", "", "")).subList(0, 4));
        }
        assertEquals(keys, new TreeSet<>(rows.keySet()));
    }

    @Test
    void everySettingStandsThereWithItsTypeValuesAndDefault() throws IOException {
        check(Settings.BRIDGE, OF_A_BRIDGE, "## A bridge");
        check(Settings.PORT, OF_A_PORT, "## A port");
    }

    /** Keys of the trees that a full configuration is written as. */
    @Test
    void everyOtherKeyStandsThereAndIsWritten() throws IOException {
        final Map<String, Object> top = ConfigJson.write(ConfigStoreTest.full());
        final Set<String> ofTheFile = new TreeSet<>(top.keySet());
        ofTheFile.addAll(Set.of("format", "generation", "checksum", "time", "uid"));
        assertEquals(ofTheFile, new TreeSet<>(table("## Top").keySet()));
        final Map<?, ?> bridge = first(top.get("bridges"));
        assertTrue(bridge.keySet().containsAll(OF_A_BRIDGE), bridge.toString());
        assertEquals(table("### plug").keySet(), place("### plug", top).keySet());
        assertEquals(table("### A station").keySet(), first(bridge.get("stations")).keySet());
        assertEquals(table("## A veth pair").keySet(), first(top.get("veths")).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"## Top", "### plug", "### A station", "## A veth pair"})
    void everyOtherKeyIsOfTheTypeAndInTheRangeThatStandThere(final String heading) throws IOException {
        for (final List<String> row : table(heading).values()) {
            final String key = row.get(0).replace("`", "");
            VALUES.forEach((type, value) -> {
                if (!row.get(1).contains(type)) {
                    assertThrows(ConfigException.class, () -> parse(heading, key, value), heading + ": " + key + " takes " + value);
                }
            });
            final Matcher range = RANGE.matcher(row.get(2));
            if (range.find()) {
                final long first = Long.parseLong(range.group(1));
                final long last = Long.parseLong(range.group(2));
                parse(heading, key, first);
                parse(heading, key, last);
                assertThrows(ConfigException.class, () -> parse(heading, key, first - 1), key);
                assertThrows(ConfigException.class, () -> parse(heading, key, last + 1), key);
            }
        }
    }

    /** Reads a full configuration in which one value is another. */
    private static void parse(final String heading, final String key, final Object value) {
        final Map<String, Object> top = new LinkedHashMap<>(Map.of("format", 1, "generation", 1L));
        top.putAll(ConfigJson.write(ConfigStoreTest.full()));
        place(heading, top).put(key, value);
        ConfigFile.parse(JsonWriter.COMPACT.text(top));
    }

    private static Map<String, Object> place(final String heading, final Map<String, Object> top) {
        final Map<String, Object> bridge = first(top.get("bridges"));
        return switch (heading) {
            case "## Top" -> top;
            case "### plug" -> members(members(((List<?>) bridge.get("ports")).get(1)).get("plug"));
            case "### A station" -> first(bridge.get("stations"));
            default -> first(top.get("veths"));
        };
    }

    private static Map<String, Object> first(final Object list) {
        return members(((List<?>) list).get(0));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(final Object object) {
        return (Map<String, Object>) object;
    }
}
