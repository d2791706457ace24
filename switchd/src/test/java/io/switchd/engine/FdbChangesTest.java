package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FdbChangesTest {

    private static final int MANY = 2_000_000;

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
                    Thread.yield();
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
                LockSupport.parkNanos(this, 5_000_000_000L);
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
