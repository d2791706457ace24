package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopProgressTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LoopCounters first = new LoopCounters();
    private final LoopCounters second = new LoopCounters();
    private long now = Long.MAX_VALUE - SECOND;
    private final LoopProgress progress = new LoopProgress(List.of(first, second), () -> now);

    private void after(final long nanos) {
        now += nanos;
    }

    @Test
    void loopsThatGoRoundOnceASecondWork() {
        for (int i = 0; i < 10; i++) {
            after(SECOND);
            first.begins(now, false);
            second.begins(now, true);
            assertTrue(progress.getAsBoolean());
        }
    }

    @Test
    void oneThatStandsStillIsEnoughHoweverTheOthersDo() {
        after(LoopProgress.LONGEST_CYCLE_NANOS - 1);
        first.begins(now, false);
        assertTrue(progress.getAsBoolean());
        after(1);
        first.begins(now, false);
        assertFalse(progress.getAsBoolean());
    }

    @Test
    void oneThatGoesOnWorksAgain() {
        after(5 * SECOND);
        assertFalse(progress.getAsBoolean());
        first.begins(now, false);
        second.begins(now, false);
        assertTrue(progress.getAsBoolean());
    }

    @Test
    void whoAsksOftenIsNotMisled() {
        for (int i = 0; i < 19; i++) {
            after(SECOND / 10);
            assertTrue(progress.getAsBoolean());
        }
        after(SECOND / 10);
        assertFalse(progress.getAsBoolean());
    }
}
