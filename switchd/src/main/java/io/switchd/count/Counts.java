package io.switchd.count;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers that one thread counts up and any other may read at any time: each is read whole and soon after it was
 * written, with no order between them. To count costs what a plain addition costs, without a lock, a locked instruction
 * or an allocation, so a loop may do it for every frame.
 */
public final class Counts {

    private final AtomicLongArray values;

    public Counts(final int size) {
        values = new AtomicLongArray(size);
    }

    /** For the thread that counts. */
    public void add(final int index, final long number) {
        values.setOpaque(index, values.getPlain(index) + number);
    }

    /** For the thread that counts. */
    public void set(final int index, final long number) {
        values.setOpaque(index, number);
    }

    /** For the thread that counts. */
    public void reset() {
        for (int i = 0; i < values.length(); i++) {
            values.setOpaque(i, 0);
        }
    }

    /** Safe from any thread. */
    public long get(final int index) {
        return values.getOpaque(index);
    }
}
