package io.switchd.forward;

import static io.switchd.forward.Trace.A;
import static io.switchd.forward.Trace.B;
import static io.switchd.forward.Trace.BROADCAST;
import static io.switchd.forward.Trace.C;
import static io.switchd.forward.Trace.MULTICAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How many frames a storm limit lets in, counted by a clock that is passed in. */
class StormLimitTest {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Trace bridge = new Trace(100).port(1, "").port(2, "").port(3, "");

    /** Of as many frames at once, how many came in; the rest must have been dropped for the reason. */
    private int passed(final int count, final String destination, final String reason) {
        int passed = 0;
        for (int i = 0; i < count; i++) {
            final String outcome = bridge.in(1, "-", A, destination);
            if (!outcome.startsWith("dropped")) {
                passed++;
            } else {
                assertEquals("dropped: " + reason, outcome);
            }
        }
        return passed;
    }

    @Test
    void aTenthOfASecondsWorthMayComeAtOnce() {
        bridge.port(1, "storm-bcast=1000");
        assertEquals(100, passed(500, BROADCAST, "storm-bcast"));
        bridge.atNanos(SECOND_NANOS / 1_000);
        assertEquals(1, passed(500, BROADCAST, "storm-bcast"), "a millisecond's worth has come in again");
        bridge.atNanos(SECOND_NANOS / 1_000 + SECOND_NANOS / 100);
        assertEquals(10, passed(500, BROADCAST, "storm-bcast"));
        bridge.at(1_000);
        assertEquals(100, passed(500, BROADCAST, "storm-bcast"), "silence saves up no more than that");
    }

    @Test
    void tenMayComeAtOnceWhereATenthOfASecondHasFewer() {
        bridge.port(1, "storm-mcast=50");
        assertEquals(10, passed(50, MULTICAST, "storm-mcast"));
        bridge.atNanos(SECOND_NANOS / 50 - 1);
        assertEquals(0, passed(50, MULTICAST, "storm-mcast"), "a nanosecond too early");
        bridge.atNanos(SECOND_NANOS / 50);
        assertEquals(1, passed(50, MULTICAST, "storm-mcast"));
    }

    @Test
    void aLimitBelowTenIsKeptWithinEverySecond() {
        bridge.port(1, "storm-unknown=3");
        assertEquals(3, passed(50, C, "storm-unknown"));
        bridge.at(1);
        assertEquals(3, passed(50, C, "storm-unknown"));
        bridge.at(1_000);
        assertEquals(3, passed(50, C, "storm-unknown"));
    }

    @Test
    void overALongTimeTheRateIsExact() {
        bridge.port(1, "storm-bcast=777");
        final int atOnce = passed(1_000, BROADCAST, "storm-bcast");
        int passed = 0;
        for (int millis = 1; millis <= 10_000; millis++) {
            bridge.atNanos(millis * SECOND_NANOS / 1_000);
            passed += passed(3, BROADCAST, "storm-bcast");
        }
        assertEquals(77, atOnce);
        assertEquals(7_770, passed);
    }

    @Test
    void theKindsHaveALimitEach() {
        bridge.port(1, "storm-bcast=1 storm-mcast=2 storm-unknown=3");
        assertEquals(1, passed(10, BROADCAST, "storm-bcast"));
        assertEquals(2, passed(10, MULTICAST, "storm-mcast"));
        assertEquals(3, passed(10, C, "storm-unknown"));
    }

    @Test
    void knownStationsAndOtherPortsAreFree() {
        bridge.port(1, "storm-bcast=1 storm-mcast=1 storm-unknown=1");
        bridge.in(2, "-", B, BROADCAST);
        assertEquals(1_000, passed(1_000, B, ""));
        assertEquals(1, passed(10, BROADCAST, "storm-bcast"));
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", B, BROADCAST));
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", B, BROADCAST));
    }

    @Test
    void aStationIsHeardEvenByAFrameThatIsOneTooMany() {
        bridge.port(1, "storm-bcast=1");
        passed(1, BROADCAST, "");
        assertEquals("dropped: storm-bcast", bridge.in(1, "-", C, BROADCAST));
        assertEquals("p1 untagged", bridge.in(2, "-", B, C));
    }

    @Test
    void aFrameThatMayNotComeInDoesNotUseTheLimitUp() {
        bridge.port(1, "tag=10 storm-bcast=1").port(2, "tag=10");
        assertEquals("dropped: tagged-on-access", bridge.in(1, "10", A, BROADCAST));
        assertEquals("p2 untagged, p3 tagged 10", bridge.in(1, "-", A, BROADCAST));
    }

    @Test
    void anotherChangeOfThePortDoesNotFillALimitUp() {
        bridge.port(1, "storm-bcast=1000");
        assertEquals(100, passed(200, BROADCAST, "storm-bcast"));
        bridge.port(1, "storm-bcast=1000 isolated=true tag=10");
        assertEquals(0, passed(200, BROADCAST, "storm-bcast"));
        bridge.port(1, "storm-bcast=2000").port(2, "");
        assertEquals(200, passed(300, BROADCAST, "storm-bcast"), "another limit begins anew");
        bridge.port(1, "");
        assertEquals(1_000, passed(1_000, BROADCAST, ""));
    }

    @Test
    void theGreatestLimitHoldsForAsLongAsTheClockCounts() {
        bridge.port(1, "storm-bcast=1000000000");
        assertEquals(1_000, passed(1_000, BROADCAST, "storm-bcast"));
        bridge.at(Integer.MAX_VALUE);
        assertEquals(1_000, passed(1_000, BROADCAST, "storm-bcast"));
    }
}
