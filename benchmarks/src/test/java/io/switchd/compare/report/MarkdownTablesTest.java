package io.switchd.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Figure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTablesTest {

    private static final Figure RATE = new Figure("rate", Family.FRAMES, "rate (kpps)", true);
    private static final Figure TIME = new Figure("time", Family.RTT, "time (µs)", false);

    private final Results results = new Results();

    /** All but the line with the setting. */
    private List<String> lines() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new MarkdownTables(results).print(new PrintStream(bytes, true, StandardCharsets.UTF_8), "Medians of a test");
        final List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(0).startsWith("Medians of a test; "), lines.get(0));
        return lines.subList(1, lines.size());
    }

    @Test
    void theFirstHasMediansAndTheSecondTheRatioToEachPeer() {
        results.add("kernel bridge", RATE, 500);
        results.add("kernel bridge", TIME, 9);
        results.add("vde_switch", RATE, 200);
        results.add("vde_switch", TIME, 17);
        for (final double value : new double[] {1, 400, 1_000}) {
            results.add("switchd", RATE, value);
        }
        results.add("switchd", TIME, 30);
        results.add("switchd", TIME, 42);
        assertEquals(List.of("",
            "| | kernel bridge | vde_switch | switchd |",
            "|---|---:|---:|---:|",
            "| rate (kpps) | 500 | 200 | 400 |",
            "| time (µs) | 9 | 17 | 36 |",
            "",
            "switchd in relation to each; + where more is better, - where less is:",
            "",
            "| | kernel bridge | vde_switch |",
            "|---|---:|---:|",
            "| rate (kpps) | 0.80 + | 2 + |",
            "| time (µs) | 4 - | 2.12 - |"), lines());
    }

    @Test
    void whatWasNotMeasuredIsAnEmptyCellAndNothingIsDividedByIt() {
        results.add("kernel bridge", RATE, 0);
        results.add("switchd", RATE, 400);
        results.add("switchd", TIME, 42);
        final List<String> lines = lines();
        assertEquals("| time (µs) |  | 42 |", lines.get(4));
        assertEquals(List.of("| rate (kpps) |  |", "| time (µs) |  |"), lines.subList(10, 12));
    }

    @Test
    void withoutSwitchdThereIsNoSecond() {
        results.add("kernel bridge", RATE, 500);
        results.add("vde_switch", RATE, 200);
        assertEquals(4, lines().size());
    }

    @Test
    void withoutAPeerThereIsNoSecond() {
        results.add("switchd", RATE, 400);
        assertEquals(4, lines().size());
    }
}
