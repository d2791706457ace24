package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.forward.PortRules;
import io.switchd.testkit.MemoryPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FdbChangesTest {

    private static final long STATION = 0x02_00_00_00_00_00L;
    private static final int MANY = 2_000_000;
    private static final long LONG = 5_000_000_000L;

    private final FdbChanges changes = new FdbChanges();
    private final List<FdbChange> read = new ArrayList<>();

    private void add(final long mac) {
        changes.add(FdbChange.Kind.MOVED, "br", (int) mac % 4_095, mac, "p1", "p2");
    }

    @Test
    void whatIsWrittenIsReadInItsOrder() {
        add(1);
        add(2);
        assertFalse(changes.isEmpty());
        assertEquals(1, changes.drain(1, read::add));
        assertEquals(1, changes.drain(10, read::add));
        assertEquals(0, changes.drain(10, read::add));
        assertTrue(changes.isEmpty());
        assertEquals(List.of(new FdbChange(FdbChange.Kind.MOVED, "br", 1, 1, "p1", "p2"), new FdbChange(FdbChange.Kind.MOVED, "br", 2, 2, "p1", "p2")), read);
    }

    @Test
    void whatFindsNoRoomIsCountedAndTheRestIsThere() {
        for (int i = 0; i < FdbChanges.CAPACITY + 7; i++) {
            add(i);
        }
        assertEquals(7, changes.lost());
        assertEquals(FdbChanges.CAPACITY, changes.drain(Integer.MAX_VALUE, read::add));
        add(4_711);
        changes.drain(1, read::add);
        assertEquals(4_711, read.get(read.size() - 1).mac());
        assertEquals(0, read.get(0).mac());
    }

    @Test
    void someRoomIsForMovesAlone() {
        for (int i = 0; i < FdbChanges.CAPACITY; i++) {
            changes.add(FdbChange.Kind.LEARNED, "br", 0, i, "p1", null);
        }
        assertEquals(FdbChanges.FOR_MOVES, changes.lost());
        add(4_711);
        changes.drain(Integer.MAX_VALUE, read::add);
        assertEquals(4_711, read.get(read.size() - 1).mac());
    }

    @Test
    void aBridgeOnWhichAddressesAreMadeUpLeavesRoomForAnother() {
        final SteppedLoop loop = new SteppedLoop();
        for (final String bridge : List.of("a", "b")) {
            loop.addBridge(bridge, new BridgeSettings(300, 30_000, false), 1);
        }
        final int flooded = loop.attach("a", "p1", new MemoryPort(1), PortRules.DEFAULT);
        final int other = loop.attach("b", "p2", new MemoryPort(2), PortRules.DEFAULT);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 2 * FdbChanges.CAPACITY; i++) {
                loop.fdb("a").learn(0, STATION + (round << 16) + i, flooded, 0, 0);
            }
            for (int i = 0; i < 100; i++) {
                loop.fdb("b").learn(0, STATION + (round << 16) + i, other, 0, 0);
            }
            loop.changes().drain(Integer.MAX_VALUE, read::add);
            assertEquals(100, read.stream().filter(change -> change.bridge().equals("b")).count());
            assertEquals(FdbReports.SHARE, read.stream().filter(change -> change.bridge().equals("a")).count());
            read.clear();
        }
        assertEquals(3 * (2 * FdbChanges.CAPACITY - FdbReports.SHARE), loop.changes().lost());
    }

    /** One thread writes as fast as it can, the other sleeps whenever there is nothing: nothing is mixed up, and no wake-up gets lost. */
    @Test
    void aWriterAndAReaderThatSleepsLoseNothingButWhatIsCounted() throws InterruptedException {
        final Thread writer = new Thread(() -> {
            for (int i = 1; i <= MANY; i++) {
                add(i);
                if (i % 50 == 0) {
                    changes.announce();
                }
                if (i % 10_000 == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
            changes.announce();
        });
        writer.start();
        long last = 0;
        long count = 0;
        final long[] mac = new long[1];
        while (count + changes.lost() < MANY) {
            changes.sleeper(Thread.currentThread());
            if (changes.isEmpty() && count + changes.lost() < MANY) {
                final long start = System.nanoTime();
                LockSupport.parkNanos(this, LONG);
                assertTrue(System.nanoTime() - start < LONG, "a wake-up got lost");
            }
            changes.sleeper(null);
            while (changes.drain(1, change -> {
                assertEquals((int) change.mac() % 4_095, change.vlan());
                mac[0] = change.mac();
            }) > 0) {
                assertTrue(mac[0] > last, mac[0] + " after " + last);
                last = mac[0];
                count++;
            }
        }
        writer.join();
        assertEquals(MANY, count + changes.lost());
        System.out.println("of " + MANY + " changes " + changes.lost() + " found no room");
    }
}
