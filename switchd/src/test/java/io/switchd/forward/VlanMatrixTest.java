package io.switchd.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.TaggedFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every mode in, every form of tags, every mode out, against a table that is written down: {@code vlan-matrix.txt}, from
 * what Open vSwitch's vswitch.xml and docs/cli.md say. Frames are broadcasts through a bridge with all the ports of a
 * block at once.
 */
class VlanMatrixTest {

    private static final String MATRIX = "vlan-matrix.txt";
    private static final int INGRESS = 0;
    private static final int CELLS_AT_LEAST = 1_200;

    private final Map<String, String> ports = new LinkedHashMap<>();
    private final List<DynamicTest> rows = new ArrayList<>();
    private String ingress;
    private List<String> columns;
    private int cells;

    @TestFactory
    Stream<DynamicTest> everyFrameLeavesAsTheTableSays() {
        lines().forEach(this::read);
        rows.add(DynamicTest.dynamicTest("the table is a big one",
            () -> assertTrue(cells >= CELLS_AT_LEAST, cells + " cells")));
        return rows.stream();
    }

    private static List<String> lines() {
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(VlanMatrixTest.class.getResourceAsStream(MATRIX), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(final String line) {
        final List<String> words = List.of(line.strip().split("\\s+"));
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("port ")) {
            ports.put(words.get(1), String.join(" ", words.subList(3, words.size())));
        } else if (line.startsWith("in ")) {
            ingress = words.get(1);
            columns = words.subList(3, words.size());
        } else {
            readRow(words);
        }
    }

    private void readRow(final List<String> words) {
        final String from = ingress;
        final List<String> to = columns;
        final String form = words.get(0);
        final List<String> outs = words.subList(2, words.size());
        rows.add(DynamicTest.dynamicTest("in by " + from + " | " + form, () -> check(from, to, form, outs)));
        cells += to.size();
    }

    private void check(final String from, final List<String> to, final String form, final List<String> outs) {
        final Trace bridge = new Trace(10).port(INGRESS, ports.get(from));
        for (int i = 0; i < to.size(); i++) {
            bridge.port(i + 1, ports.get(to.get(i)));
        }
        final TaggedFrame whole = TaggedFrame.of(Trace.BROADCAST, Trace.A, form.replace("!", ""));
        final Trace.Outcome outcome = bridge.in(INGRESS, form.endsWith("!") ? whole.cut() : whole);
        if (outs.size() == 1) {
            assertEquals("dropped: " + outs.get(0), outcome.toString());
            assertEquals(0, bridge.fdb().size(), "nothing is learned from a frame that does not enter");
            return;
        }
        assertEquals(to.size(), outs.size(), "columns of the row");
        final SortedMap<String, String> expected = new TreeMap<>();
        final SortedMap<String, String> actual = new TreeMap<>();
        for (int i = 0; i < to.size(); i++) {
            expected.put(to.get(i), outs.get(i));
            actual.put(to.get(i), outcome.out().getOrDefault(i + 1, "."));
        }
        assertEquals(expected.toString(), actual.toString());
    }
}
