package io.switchd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final Instant START = Instant.parse("2026-01-31T23:59:59.999Z");
    private static final Set<Topic> ALL = EnumSet.allOf(Topic.class);
    private static final long FIRST = START.toEpochMilli() * 1_000 + 1;

    private final EventLog log = new EventLog(() -> START);

    private void add(final int count) {
        for (int i = 0; i < count; i++) {
            log.add(Topic.FDB, "learned", "port", "p" + i);
        }
    }

    @Test
    void aReaderGetsWhatHappensFromNowOnInItsOrder() {
        add(1);
        final EventCursor cursor = EventCursor.fromNow(log, ALL);
        assertEquals(FIRST, cursor.last());
        assertNull(cursor.next());
        log.add(Topic.PORT, "joined", "bridge", "br", "port", "p");
        assertEquals("{seq=" + (FIRST + 1) + ", time=2026-01-31T23:59:59.999Z, topic=port, event=joined, bridge=br, port=p}", cursor.next().tree().toString());
        assertNull(cursor.next());
    }

    @Test
    void onlyTheTopicsThatItWantsAreTold() {
        final EventCursor cursor = EventCursor.fromNow(log, EnumSet.of(Topic.CONFIG));
        add(3);
        log.add(Topic.CONFIG, "changed", "generation", 7L);
        add(1);
        assertEquals(7L, cursor.next().tree().get("generation"));
        assertNull(cursor.next());
        assertEquals(FIRST + 3, cursor.last());
    }

    @Test
    void aReaderGoesOnWhereItWas() {
        add(5);
        final EventCursor cursor = EventCursor.since(log, ALL, FIRST + 2);
        assertEquals("p3", cursor.next().tree().get("port"));
        assertEquals("p4", cursor.next().tree().get("port"));
        assertNull(cursor.next());
        assertNull(EventCursor.since(log, ALL, FIRST + 4).next());
        assertEquals("p0", EventCursor.since(log, ALL, FIRST - 1).next().tree().get("port"));
    }

    private static void assertMissed(final long count, final Event event) {
        final Map<String, Object> missed = event.tree();
        assertEquals("monitor missed " + count, missed.get("topic") + " " + missed.get("event") + " " + missed.get("count"));
    }

    @Test
    void whoIsTooSlowIsToldHowManyEventsItMissed() {
        final EventCursor cursor = EventCursor.fromNow(log, EnumSet.of(Topic.FDB));
        add(EventLog.STATIONS_KEPT + 10);
        assertMissed(10, cursor.next());
        assertEquals(FIRST - 1, cursor.last(), "who goes on from there is told again");
        for (int i = 0; i < EventLog.STATIONS_KEPT; i++) {
            assertEquals("p" + (i + 10), cursor.next().tree().get("port"));
        }
        assertNull(cursor.next());
        for (int i = 0; i < EventLog.OTHERS_KEPT + 3; i++) {
            log.add(Topic.CONFIG, "changed", "generation", i);
        }
        assertNull(cursor.next(), "it did not ask for these");
        assertMissed(3, EventCursor.since(log, ALL, cursor.last()).next());
    }

    @Test
    void madeUpStationsDriveOutNothingElseAndTheOrderIsThatOfTheNumbers() {
        final EventCursor cursor = EventCursor.fromNow(log, ALL);
        log.add(Topic.CONFIG, "changed", "generation", 1);
        add(EventLog.STATIONS_KEPT);
        log.add(Topic.CONFIG, "changed", "generation", 2);
        add(5);
        assertMissed(5, cursor.next());
        assertEquals(1, cursor.next().tree().get("generation"));
        long last = cursor.last();
        int generations = 1;
        for (Event event = cursor.next(); event != null; event = cursor.next()) {
            assertTrue(event.sequence() > last);
            last = event.sequence();
            generations += event.topic() == Topic.CONFIG ? 1 : 0;
        }
        assertEquals(2, generations);
        assertEquals(log.newest(), cursor.last());
        final EventCursor later = EventCursor.since(log, EnumSet.of(Topic.CONFIG), FIRST);
        assertEquals(2, later.next().tree().get("generation"));
        assertNull(later.next());
    }

    @Test
    void whoHasFollowedAnotherDaemonIsToldAndGetsAllThatThereIs() {
        add(2);
        for (final long sequence : new long[] {FIRST - 2, 0, FIRST + 2, Long.MAX_VALUE}) {
            final EventCursor cursor = EventCursor.since(log, ALL, sequence);
            assertEquals("restarted", cursor.next().name());
            assertEquals("p0", cursor.next().tree().get("port"));
            assertEquals("p1", cursor.next().tree().get("port"));
            assertNull(cursor.next());
        }
        final EventLog next = new EventLog(() -> START.plusSeconds(1));
        assertEquals("restarted", EventCursor.since(next, ALL, log.newest()).next().name());
    }

    @Test
    void listenersAreToldOfEachEventUntilTheyGo() {
        final AtomicInteger told = new AtomicInteger();
        final Runnable listener = told::incrementAndGet;
        log.addListener(listener);
        add(2);
        log.removeListener(listener);
        add(1);
        assertEquals(2, told.get());
    }

    @Test
    void numbersGrowFromDaemonToDaemon() {
        add(1_000);
        assertTrue(new EventLog(() -> START.plusSeconds(1)).newest() > log.newest());
    }
}
