package io.switchd.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Figure;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Figure RATE = new Figure("rate", Family.FRAMES, "rate", true);
    private static final Figure TIME = new Figure("time", Family.RTT, "time", false);
    private static final Figure STREAM = new Figure("stream", Family.TCP, "stream", true);

    private final Results results = new Results();

    private void rounds(final double... values) {
        for (final double value : values) {
            results.add("switchd", RATE, value);
        }
    }

    @Test
    void ofAnOddNumberOfRoundsTheMedianIsTheMiddleOneWhateverTheirOrder() {
        rounds(30, 10, 20);
        assertEquals(OptionalDouble.of(20), results.median("switchd", RATE));
    }

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheMiddleTwo() {
        rounds(40, 10, 1_000, 20);
        assertEquals(OptionalDouble.of(30), results.median("switchd", RATE));
    }

    @Test
    void ofOneRoundItIsThatOneAndOfNoneThereIsNone() {
        rounds(7);
        assertEquals(OptionalDouble.of(7), results.median("switchd", RATE));
        assertEquals(OptionalDouble.empty(), results.median("switchd", TIME));
        assertEquals(OptionalDouble.empty(), results.median("bridge", RATE));
    }

    @Test
    void valuesStayInTheOrderOfTheRounds() {
        rounds(3, 1, 2);
        results.median("switchd", RATE);
        assertEquals(List.of(3.0, 1.0, 2.0), results.values("switchd", RATE));
    }

    @Test
    void figuresAreSortedByFamilyAndSubjectsAreAsTheyCame() {
        results.add("vde_switch", TIME, 1);
        results.add("bare loop", RATE, 1);
        results.add("vde_switch", STREAM, 1);
        assertEquals(List.of(STREAM, RATE, TIME), results.figures());
        assertEquals(List.of("vde_switch", "bare loop"), results.subjects());
        assertTrue(results.has("bare loop") && results.hasFigure(STREAM));
        assertFalse(results.has("switchd"));
    }
}
