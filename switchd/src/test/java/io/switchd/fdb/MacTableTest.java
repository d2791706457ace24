package io.switchd.fdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacTableTest {

    private static final long A = 0x0200_0000_000AL;
    private static final long B = 0x0200_0000_000BL;

    private final MacTable table = new MacTable(8, 300, 42);

    @Test
    void aStationIsWhereItWasHeardLast() {
        assertEquals(MacTable.UNKNOWN, table.lookup(0, A, 0));
        table.learn(0, A, 3, 0, MacTable.NO_LIMIT);
        assertEquals(3, table.lookup(0, A, 0));
        table.learn(0, A, 5, 1, MacTable.NO_LIMIT);
        assertEquals(5, table.lookup(0, A, 1));
        assertEquals(1, table.counters().snapshot().moved());
        assertEquals(1, table.size());
    }

    @Test
    void everyVlanLearnsForItself() {
        table.learn(10, A, 1, 0, MacTable.NO_LIMIT);
        table.learn(20, A, 2, 0, MacTable.NO_LIMIT);
        assertEquals(1, table.lookup(10, A, 0));
        assertEquals(2, table.lookup(20, A, 0));
        assertEquals(MacTable.UNKNOWN, table.lookup(0, A, 0));
    }

    @Test
    void aStationIsForgottenToTheSecond() {
        table.learn(0, A, 1, 1_000, MacTable.NO_LIMIT);
        assertEquals(1, table.lookup(0, A, 1_299));
        assertEquals(MacTable.UNKNOWN, table.lookup(0, A, 1_300));
        assertEquals(0, table.expire(1_299, 100));
        assertEquals(1, table.expire(1_300, 100));
        assertEquals(0, table.size());
        assertEquals(1, table.counters().snapshot().expired());
    }

    @Test
    void beingHeardKeepsAStation() {
        table.learn(0, A, 1, 0, MacTable.NO_LIMIT);
        table.learn(0, B, 1, 0, MacTable.NO_LIMIT);
        table.learn(0, A, 1, 200, MacTable.NO_LIMIT);
        assertEquals(1, table.expire(300, 100));
        assertEquals(1, table.lookup(0, A, 300));
    }

    @Test
    void expiryKeepsToItsBudget() {
        for (int i = 1; i <= 8; i++) {
            table.learn(0, i, i % 3, 0, MacTable.NO_LIMIT);
        }
        assertEquals(5, table.expire(300, 5));
        assertEquals(3, table.expire(300, 5));
    }

    @Test
    void addressesThatNoStationHasAreNotLearned() {
        table.learn(0, 0, 1, 0, MacTable.NO_LIMIT);
        table.learn(0, 0xFFFF_FFFF_FFFFL, 1, 0, MacTable.NO_LIMIT);
        table.learn(0, 0x0100_5E00_0001L, 1, 0, MacTable.NO_LIMIT);
        assertEquals(0, table.size());
    }

    @Test
    void aFullTableEvictsTheOldestOfThePortThatHasMost() {
        table.learn(0, A, 1, 0, MacTable.NO_LIMIT);
        for (int i = 1; i <= 7; i++) {
            table.learn(0, i, 2, i, MacTable.NO_LIMIT);
        }
        for (int i = 8; i <= 100; i++) {
            table.learn(0, i, 2, i, MacTable.NO_LIMIT);
        }
        assertEquals(1, table.lookup(0, A, 100), "who floods evicts its own");
        assertEquals(MacTable.UNKNOWN, table.lookup(0, 93, 100));
        assertEquals(2, table.lookup(0, 94, 100));
        assertEquals(93, table.counters().snapshot().evicted());
        assertEquals(8, table.size());
    }

    @Test
    void aPortThatLeavesTakesItsStationsWithIt() {
        table.learn(0, A, 1, 0, MacTable.NO_LIMIT);
        table.learn(0, B, 2, 0, MacTable.NO_LIMIT);
        table.flushPort(1);
        assertEquals(MacTable.UNKNOWN, table.lookup(0, A, 0));
        assertEquals(2, table.lookup(0, B, 0));
        table.flushPort(99);
    }

    @Test
    void aVlanIsFlushedOnAllPortsOrOnOne() {
        table.learn(5, A, 1, 0, MacTable.NO_LIMIT);
        table.learn(5, B, 2, 0, MacTable.NO_LIMIT);
        table.learn(6, A, 1, 0, MacTable.NO_LIMIT);
        assertEquals(-1, table.flushVlan(5, 2, 0, 100));
        assertEquals(1, table.lookup(5, A, 0));
        assertEquals(-1, table.flushVlan(5, MacTable.UNKNOWN, 0, 100));
        assertEquals(MacTable.UNKNOWN, table.lookup(5, A, 0));
        assertEquals(1, table.lookup(6, A, 0));
    }

    @Test
    void aLargeTableIsFlushedAStretchAtATime() {
        for (int i = 1; i <= 8; i++) {
            table.learn(5, i, 1, i, MacTable.NO_LIMIT);
        }
        assertEquals(3, table.flushVlan(5, 1, 0, 3));
        assertEquals(5, table.learnedAt(1));
        table.learn(5, 4, 1, 9, MacTable.NO_LIMIT);
        table.flushPort(1, 4);
        assertEquals(1, table.learnedAt(1));
        assertEquals(1, table.lookup(5, 4, 9), "who was heard last stays longest");
        assertEquals(-1, table.flushVlan(5, 1, 3, Integer.MAX_VALUE));
        assertEquals(0, table.size());
    }

    @Test
    void theTableIsReadInPages() {
        for (int i = 1; i <= 8; i++) {
            table.learn(7, i, 1, 10, MacTable.NO_LIMIT);
        }
        final FdbPage page = new FdbPage(3);
        final Map<Long, Integer> read = new HashMap<>();
        for (int from = 0; from >= 0;) {
            from = table.read(from, 15, page);
            for (int i = 0; i < page.size(); i++) {
                assertEquals(7, page.vlan(i));
                assertEquals(5, page.age(i));
                read.put(page.mac(i), page.port(i));
            }
        }
        assertEquals(8, read.size());
    }

    /**
     * Against a table that anybody can see is right: a map in the order of last heard, with the same eviction found by
     * counting.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itDoesWhatAPlainMapWouldDo(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final MacTable subject = new MacTable(50, 20, random.nextLong());
        final Map<Long, int[]> model = new LinkedHashMap<>();
        int now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextInt(5) : 0;
            final int second = now;
            model.values().removeIf(value -> second - value[1] >= 20);
            while (subject.expire(now, 7) > 0) {
                continue;
            }
            final long mac = 1 + random.nextInt(120);
            final int port = random.nextInt(4);
            if (random.nextInt(10) == 0) {
                final int expected = model.containsKey(mac) ? model.get(mac)[0] : MacTable.UNKNOWN;
                assertEquals(expected, subject.lookup(0, mac, now), "seed " + seed + ", step " + i);
            } else if (random.nextInt(500) == 0) {
                subject.flushPort(port);
                model.values().removeIf(value -> value[0] == port);
            } else {
                subject.learn(0, mac, port, now, MacTable.NO_LIMIT);
                learn(model, mac, port, now);
            }
            assertEquals(model.size(), subject.size(), "seed " + seed + ", step " + i);
        }
        assertTrue(subject.counters().snapshot().evicted() > 0);
    }

    private static void learn(final Map<Long, int[]> model, final long mac, final int port, final int now) {
        final int[] known = model.get(mac);
        if (known == null && model.size() == 50) {
            final int[] counts = new int[4];
            model.values().forEach(value -> counts[value[0]]++);
            int busiest = 0;
            for (int i = 1; i < 4; i++) {
                busiest = counts[i] > counts[busiest] ? i : busiest;
            }
            final int from = busiest;
            model.remove(model.entrySet().stream().filter(entry -> entry.getValue()[0] == from).findFirst().orElseThrow().getKey());
        }
        if (known == null || known[0] != port || known[1] != now) {
            model.remove(mac);
            model.put(mac, new int[] {port, now});
        }
    }

    @Test
    void whatBecomesOfStationsThatAreLearnedIsToldAndOfStaticOnesNothing() {
        final List<String> told = new ArrayList<>();
        final MacTable table = new MacTable(3, 10, 1);
        table.listener(new FdbListener() {
            @Override
            public void onLearn(final int vlan, final long mac, final int port) {
                told.add("learned " + vlan + " " + mac + " at " + port);
            }

            @Override
            public void onMove(final int vlan, final long mac, final int from, final int to) {
                told.add("moved " + vlan + " " + mac + " from " + from + " to " + to);
            }

            @Override
            public void onForget(final int vlan, final long mac, final int port, final Reason reason) {
                told.add(reason + " " + vlan + " " + mac + " at " + port);
            }
        });
        table.learn(5, 2, 1, 0, MacTable.NO_LIMIT);
        table.learn(5, 2, 1, 1, MacTable.NO_LIMIT);
        table.learn(5, 2, 0, 2, MacTable.NO_LIMIT);
        table.fix(0, 4, 1, false, 2);
        table.learn(5, 6, 1, 3, MacTable.NO_LIMIT);
        table.learn(5, 8, 0, 4, MacTable.NO_LIMIT);
        table.expire(13, 10);
        table.flushVlan(5, MacTable.UNKNOWN, 0, 10);
        table.learn(7, 2, 1, 14, MacTable.NO_LIMIT);
        table.forgetLearned(7, 2);
        table.learn(7, 2, 1, 14, MacTable.NO_LIMIT);
        table.removePort(1);
        assertEquals(List.of("learned 5 2 at 1", "moved 5 2 from 1 to 0", "learned 5 6 at 1", "EVICTED 5 2 at 0", "learned 5 8 at 0", "AGED 5 6 at 1",
            "FLUSHED 5 8 at 0", "learned 7 2 at 1", "FLUSHED 7 2 at 1", "learned 7 2 at 1", "FLUSHED 7 2 at 1"), told);
    }
}
