package io.switchd.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What becomes of stations on one loop, on the way from the loop to one reader.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The loop must not wait, lock or allocate, however fast somebody makes up addresses. So it writes into a ring of
 *       fixed size, and what finds no room is counted and lost.
 *   <li>Some of the room is for moves alone: that an address has gone to another port must not be hidden behind those that
 *       somebody makes up. What a bridge may have of the rest, {@link FdbReports} sees to.
 *   <li>One side writes and one reads, each its own number; what stands between the two is the reader's.
 *   <li>The reader may sleep. To wake it costs a system call, so the loop does so once a cycle at most, and only when the
 *       reader has said that it sleeps.
 * </ul>
 */
public final class FdbChanges {

    static final int CAPACITY = 4_096;
    static final int FOR_MOVES = CAPACITY / 4;
    private static final int MASK = CAPACITY - 1;

    private final FdbChange.Kind[] kinds = new FdbChange.Kind[CAPACITY];
    private final String[] bridges = new String[CAPACITY];
    private final int[] vlans = new int[CAPACITY];
    private final long[] macs = new long[CAPACITY];
    private final String[] ports = new String[CAPACITY];
    private final String[] froms = new String[CAPACITY];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private long announced;
    private volatile Thread sleeper;

    /** For the loop's thread; returns whether there was room, and counts what found none. */
    boolean add(final FdbChange.Kind kind, final String bridge, final int vlan, final long mac, final String port, final String from) {
        final long number = written.getPlain();
        final int room = kind == FdbChange.Kind.MOVED ? CAPACITY : CAPACITY - FOR_MOVES;
        if (number - read.getAcquire() >= room) {
            lose();
            return false;
        }
        final int slot = (int) number & MASK;
        kinds[slot] = kind;
        bridges[slot] = bridge;
        vlans[slot] = vlan;
        macs[slot] = mac;
        ports[slot] = port;
        froms[slot] = from;
        written.setRelease(number + 1);
        return true;
    }

    /** Counts one that is not to be written; for the loop's thread. */
    void lose() {
        lost.setRelease(lost.getPlain() + 1);
    }

    /** How many have been written; for the loop's thread. */
    long written() {
        return written.getPlain();
    }

    /** Whether so many of those that were written have been read. */
    boolean isRead(final long count) {
        return read.getAcquire() >= count;
    }

    /** Wakes the reader if it sleeps and something has been written; for the loop's thread. */
    void announce() {
        if (written.getPlain() == announced) {
            return;
        }
        // A volatile write, so that either this sees the sleeper or the sleeper sees what was written.
        announced = written.getPlain();
        written.set(announced);
        final Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Reads what is there, up to a number; for the reader's thread. @return how many it was */
    public int drain(final int limit, final Consumer<FdbChange> reader) {
        final long from = read.getPlain();
        final int count = (int) Math.min(limit, written.getAcquire() - from);
        for (int i = 0; i < count; i++) {
            final int slot = (int) (from + i) & MASK;
            final FdbChange change = new FdbChange(kinds[slot], bridges[slot], vlans[slot], macs[slot], ports[slot], froms[slot]);
            read.setRelease(from + i + 1);
            reader.accept(change);
        }
        return count;
    }

    /** How many have found no room, ever. */
    public long lost() {
        return lost.getAcquire();
    }

    /**
     * Says that the reader is about to sleep, or awake again. After it has said so it looks once more, and then may park.
     *
     * @param thread of the reader, or null when it is awake
     */
    public void sleeper(final Thread thread) {
        sleeper = thread;
    }

    public boolean isEmpty() {
        return written.get() == read.getPlain();
    }
}
