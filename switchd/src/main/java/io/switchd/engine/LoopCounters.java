package io.switchd.engine;

import io.switchd.count.Counts;
import io.switchd.count.Distribution;

/**
 * What a loop counts of itself. Written by its thread, read by any.
 *
 * <p>Time is what passes from the beginning of one cycle to that of the next, for which the loop reads the clock anyway.
 * A cycle that found something to do is followed by the next one at once, so all of its time was work; one that found
 * nothing is followed by a wait, and none of its time counts, nor does that of looking on for frames.
 */
public final class LoopCounters {

    private static final int CYCLES = 0;
    private static final int BUSY_NANOS = 1;
    private static final int LONGEST_NANOS = 2;
    private static final int WAITS = 3;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final Counts counts = new Counts(WAITS + 1);
    private final Distribution batches = new Distribution(1, 2, 4, 8, 16, 32, 64);
    private long begunNanos;
    private long windowNanos;
    private long longest;
    private long longestBefore;

    /**
     * A cycle begins.
     *
     * @param busy whether that before had something to do
     */
    void begins(final long nowNanos, final boolean busy) {
        counts.add(CYCLES, 1);
        if (nowNanos - windowNanos >= WINDOW_NANOS) {
            windowNanos = nowNanos;
            longestBefore = longest;
            longest = 0;
            counts.set(LONGEST_NANOS, longestBefore);
        }
        if (busy) {
            worked(nowNanos - begunNanos);
        }
        begunNanos = nowNanos;
    }

    private void worked(final long nanos) {
        counts.add(BUSY_NANOS, nanos);
        if (nanos > longest) {
            longest = nanos;
            counts.set(LONGEST_NANOS, Math.max(longest, longestBefore));
        }
    }

    /** The loop goes to sleep until a port has frames, somebody asks something or a second has passed; or has woken up. */
    void waits(final boolean waits) {
        counts.set(WAITS, waits ? 1 : 0);
    }

    /** A port gave frames. */
    void took(final int frames) {
        batches.note(frames);
    }

    /** Advances with every cycle: a loop whose cycles stand still for long is stuck, since an idle one wakes once a second. */
    public long cycles() {
        return counts.get(CYCLES);
    }

    /** Whether the loop has nothing to do and sleeps. */
    public boolean isWaiting() {
        return counts.get(WAITS) != 0;
    }

    /** How long the loop has worked. */
    public long busyNanos() {
        return counts.get(BUSY_NANOS);
    }

    /** The longest cycle of the last minute or two that found something to do. */
    public long longestCycleNanos() {
        return counts.get(LONGEST_NANOS);
    }

    /** How many frames a port gave at once, when it gave any. */
    public Distribution batches() {
        return batches;
    }
}
