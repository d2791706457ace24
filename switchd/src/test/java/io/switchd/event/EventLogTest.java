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
    private static final long FIRST = START.getEpochSecond() * 1_000_000 + 1;

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
        assertEquals(FIRST + 4, cursor.last(), "it has gone past the others");
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

    @Test
    void whoIsTooSlowIsToldHowManyEventsItMissed() {
        final EventCursor cursor = EventCursor.fromNow(log, EnumSet.of(Topic.FDB));
        add(EventLog.KEPT + 10);
        final Map<String, Object> missed = cursor.next().tree();
        assertEquals("monitor missed 10", missed.get("topic") + " " + missed.get("event") + " " + missed.get("count"));
        assertEquals(FIRST + 9, missed.get("seq"));
        for (int i = 0; i < EventLog.KEPT; i++) {
            assertEquals("p" + (i + 10), cursor.next().tree().get("port"));
        }
        assertNull(cursor.next());
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
