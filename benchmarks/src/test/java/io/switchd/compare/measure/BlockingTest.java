package io.switchd.compare.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BlockingTest {

    private static final double EXACT_ENOUGH = 1e-9;

    @Test
    void everyOtherFrameIsForTheFreePortAndWhatDoesNotArriveThereIsLost() {
        assertEquals(0, new Blocking.Run(200, 0, 20, 100, 0).lost(), EXACT_ENOUGH);
        assertEquals(25, new Blocking.Run(200, 0, 100, 75, 0).lost(), EXACT_ENOUGH);
        assertEquals(100, new Blocking.Run(200, 0, 100, 0, 0).lost(), EXACT_ENOUGH);
    }

    @Test
    void aFrameMoreThanHalfOfAnOddNumberIsNoLossBelowZero() {
        assertEquals(0, new Blocking.Run(201, 0, 20, 101, 0).lost(), EXACT_ENOUGH);
    }

    @Test
    void aPortIsCongestedHoweverSlowTheSwitchIs() {
        assertEquals(10_000_000, Blocking.bits(100_000));
        assertEquals(2_400_000, Blocking.bits(10_000));
    }

    @Test
    void whatAPortCarriesIsAPartOfItsOwnFrames() {
        final Blocking.Run run = new Blocking.Run(200, 0, 20, 100, 2);
        assertEquals(0.2, run.carried(1), EXACT_ENOUGH);
        assertEquals(1, run.carried(2), EXACT_ENOUGH);
        assertEquals(0.02, run.carried(3), EXACT_ENOUGH);
    }
}
