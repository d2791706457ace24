package io.switchd.event;

/** The newest events of some topics, in the order of their numbers. Confined by whoever has it. */
final class EventRing {

    private final Event[] ring;
    private long count;
    private long forgotten;

    /** @param capacity in events */
    EventRing(final int capacity) {
        ring = new Event[capacity];
    }

    void add(final Event event) {
        final Event old = ring[slot(count)];
        forgotten = old == null ? forgotten : old.sequence();
        ring[slot(count)] = event;
        count++;
    }

    /** Number of the newest event that was forgotten; 0 when none was. */
    long newestForgotten() {
        return forgotten;
    }

    /** How many events there have been up to the newest that was forgotten. */
    long forgottenCount() {
        return Math.max(0, count - ring.length);
    }

    /** How many events there have been up to a number, if none after it was forgotten. */
    long countUpTo(final long sequence) {
        long low = forgottenCount();
        long high = count;
        while (low < high) {
            final long middle = (low + high) >>> 1;
            if (ring[slot(middle)].sequence() <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The event after so many, or null when there is none yet. It must not be forgotten. */
    Event after(final long number) {
        return number < count ? ring[slot(number)] : null;
    }

    private int slot(final long number) {
        return (int) (number % ring.length);
    }
}
