package io.switchd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final long START = 7_000_000_000L;

    private final List<String> told = new ArrayList<>();
    private final List<String> fatal = new ArrayList<>();
    private long beats;
    private boolean rests;
    private long now = START;
    private final Health loop = health(Vital.ofLoop("loop-0", () -> beats, () -> rests));

    private Health health(final Vital vital) {
        return new Health(List.of(vital), START, told::add, cause -> fatal.add(cause.getMessage()));
    }

    private void pass(final Health health, final Duration time) {
        for (long nanos = 0; nanos < time.toNanos(); nanos += Health.PAUSE.toNanos()) {
            now += Health.PAUSE.toNanos();
            health.look(now);
        }
    }

    @Test
    void aLoopThatAdvancesIsWell() {
        for (int i = 0; i < 100; i++) {
            beats++;
            pass(loop, Health.PAUSE);
            assertTrue(loop.advances(now));
        }
        assertEquals(List.of(), told);
    }

    @Test
    void oneThatStandsStillIsToldOfOnceWithItsTimeAndAgainWhenItGoesOn() {
        pass(loop, Duration.ofMillis(800));
        assertEquals(List.of(), told);
        pass(loop, Duration.ofSeconds(2));
        assertEquals(List.of("loop-0 has not advanced for 1,000 ms; its thread has ended"), told);
        beats++;
        pass(loop, Duration.ofSeconds(1));
        assertEquals(List.of("loop-0 has not advanced for 1,000 ms; its thread has ended", "loop-0 advances again"), told);
        assertEquals(List.of(), fatal);
    }

    @Test
    void afterFiveSecondsItIsFatal() {
        pass(loop, Duration.ofMillis(4_800));
        assertEquals(List.of(), fatal);
        pass(loop, Duration.ofMillis(200));
        assertEquals(List.of("loop-0 has not advanced for 5,000 ms"), fatal);
    }

    @Test
    void aStalledLoopDoesNotAdvanceAndOneThatGoesOnDoesAgain() {
        pass(loop, Duration.ofSeconds(2));
        assertFalse(loop.advances(now));
        beats++;
        pass(loop, Health.PAUSE);
        assertTrue(loop.advances(now));
    }

    @Test
    void whenNobodyLooksAnyMoreNothingIsKnownToAdvance() {
        beats++;
        pass(loop, Health.PAUSE);
        assertTrue(loop.advances(now));
        assertFalse(loop.advances(now + Duration.ofSeconds(1).toNanos()));
    }

    @Test
    void anIdleLoopMaySleepForHoursAndIsHeardFromWhenItWakes() {
        rests = true;
        pass(loop, Duration.ofHours(1));
        rests = false;
        pass(loop, Duration.ofMillis(800));
        assertEquals(List.of(), told);
        pass(loop, Duration.ofMillis(200));
        assertEquals(1, told.size());
    }

    @Test
    void aProcessThatWasStoppedForAMinuteHasNotStalled() {
        pass(loop, Duration.ofMillis(400));
        now += Duration.ofMinutes(1).toNanos();
        loop.look(now);
        assertEquals(List.of(), told);
        beats++;
        pass(loop, Health.PAUSE);
        assertTrue(loop.advances(now));
        assertEquals(List.of(), fatal);
    }

    @Test
    void theThreadThatCommandsWaitForHasAMinuteAndFramesDoNotWaitForIt() {
        final Health manager = health(Vital.ofCommands("manager", () -> beats, () -> rests));
        pass(manager, Duration.ofMillis(59_800));
        assertEquals(List.of("manager has not advanced for 10,000 ms; its thread has ended"), told);
        assertEquals(List.of(), fatal);
        assertTrue(manager.advances(now));
        pass(manager, Duration.ofMillis(200));
        assertEquals(List.of("manager has not advanced for 60,000 ms"), fatal);
    }

    @Test
    void aNoticeTellsWhereTheThreadIs() {
        final Health here = health(Vital.ofLoop(Thread.currentThread().getName(), () -> beats, () -> rests));
        pass(here, Duration.ofSeconds(1));
        assertTrue(told.get(0).contains(": it is RUNNABLE in ") && told.get(0).contains(" < io.switchd.health.HealthTest.pass(HealthTest.java:"), told.get(0));
    }

    @Test
    void whoIsHandedTasksIsAskedForASignOfLifeOnceASecond() {
        final List<Runnable> handed = new ArrayList<>();
        final Ping ping = new Ping(handed::add);
        for (int i = 0; i < 20; i++) {
            ping.run();
        }
        assertEquals(0, ping.beats());
        assertEquals(1, handed.size());
        handed.get(0).run();
        assertEquals(1, ping.beats());
        for (int i = 0; i < 5; i++) {
            ping.run();
        }
        assertEquals(2, handed.size());
    }
}
