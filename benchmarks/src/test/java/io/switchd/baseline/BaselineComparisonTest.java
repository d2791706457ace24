package io.switchd.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselineComparisonTest {

    private static final String TABLE = "io.switchd.fdb.MacTableBenchmark.hit";

    private static Score score(final String benchmark, final Map<String, String> params, final double score) {
        return new Score(benchmark, params, score, 0.1, "ns/op");
    }

    private static Score table(final int stations, final double score) {
        return score(TABLE, Map.of("stations", Integer.toString(stations)), score);
    }

    private static Sheet sheet(final double reference, final Score... scores) {
        final Score[] all = Arrays.copyOf(scores, scores.length + 1);
        all[scores.length] = score("io.switchd.baseline.ReferenceBenchmark.walk", Map.of(), reference);
        return new Sheet(Map.of("jdk", "17"), List.of(all));
    }

    private static String printed(final BaselineComparison comparison, final boolean isWhole) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        comparison.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), isWhole);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRowHasBothTimesAndTheRatioOfTheirMultiplesOfTheReference() {
        final BaselineComparison comparison = new BaselineComparison(sheet(100, table(1_000, 20)), sheet(200, table(1_000, 80)));
        final String text = printed(comparison, true);
        assertTrue(text.contains("| fdb.MacTable.hit stations=1000 | 20 ± 0.10 | 80 ± 0.10 | 2 | TOO SLOW |"), text);
        assertTrue(text.contains("takes 2 times as long"), text);
        assertTrue(comparison.isTooSlow());
    }

    @Test
    void theSameBenchmarkWithOtherParametersIsAnother() {
        final BaselineComparison comparison = new BaselineComparison(sheet(100, table(1_000, 10), table(8_192, 50)),
            sheet(100, table(8_192, 50), table(1_000, 10)));
        assertEquals(List.of(1.0, 1.0, 1.0), comparison.changes().stream().map(Change::ratio).toList());
        assertFalse(comparison.isTooSlow());
    }

    @Test
    void whatIsNewOrGoneIsToldAndHarmsNothing() {
        final BaselineComparison comparison = new BaselineComparison(sheet(100, table(1_000, 10)), sheet(100, table(8_192, 500)));
        assertFalse(comparison.isTooSlow());
        final String text = printed(comparison, true);
        assertTrue(text.contains("| fdb.MacTable.hit stations=8192 | | 500 ± 0.10 | | new |"), text);
        assertTrue(text.contains("| fdb.MacTable.hit stations=1000 | 10 ± 0.10 | | | gone |"), text);
    }

    @Test
    void whatWasNotToBeRunIsNotGone() {
        assertFalse(printed(new BaselineComparison(sheet(100, table(1_000, 10)), sheet(100)), false).contains("gone"));
    }

    @Test
    void withoutAReferenceNothingIsCompared() {
        final Sheet none = new Sheet(Map.of(), List.of(table(1_000, 10)));
        final Exception refusal = assertThrows(IllegalArgumentException.class, () -> new BaselineComparison(none, sheet(100, table(1_000, 10))));
        assertEquals("the scores have no reference among them", refusal.getMessage());
    }
}
