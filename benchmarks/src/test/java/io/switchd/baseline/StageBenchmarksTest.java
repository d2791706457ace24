package io.switchd.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.Options;

class StageBenchmarksTest {

    private static void isRefused(final String words, final String... args) {
        assertEquals(words, assertThrows(IllegalArgumentException.class, () -> new StageBenchmarks(args)).getMessage());
    }

    @Test
    void withoutAPatternAllAreRun() {
        final StageBenchmarks all = new StageBenchmarks("--compare", "-wi", "1");
        assertTrue(all.isWhole());
        assertEquals(List.of(), all.options().getIncludes());
        assertEquals(1, all.options().getWarmupIterations().get());
    }

    @Test
    void theReferenceIsRunWithAnyChoice() {
        final StageBenchmarks some = new StageBenchmarks("MacTable", "--compare", "Forwarder");
        assertFalse(some.isWhole());
        assertEquals(List.of("ReferenceBenchmark", "MacTable", "Forwarder"), some.options().getIncludes());
    }

    @Test
    void resultsAreWrittenWhereAsked() {
        final Options here = new StageBenchmarks("-rff", "here.csv", "-rf", "csv").options();
        assertEquals("here.csv", here.getResult().get());
        assertEquals("CSV", here.getResultFormat().get().name());
        assertEquals("benchmarks/target/jmh.json", new StageBenchmarks().options().getResult().get());
        assertEquals("JSON", new StageBenchmarks().options().getResultFormat().get().name());
    }

    @Test
    void whatContradictsItselfIsRefused() {
        isRefused("--save and --compare exclude each other", "--save", "--compare");
        isRefused("a baseline is of all benchmarks: --save takes no pattern", "--save", "MacTable");
        isRefused("a baseline is of all benchmarks: --save takes no pattern", "--save", "-e", "MacTable");
        isRefused("q is not a recognized option", "-q");
    }
}
