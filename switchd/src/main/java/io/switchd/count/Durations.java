package io.switchd.count;

/** The buckets that durations are sorted into, all in nanoseconds. */
public final class Durations {

    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000 * MICROS;
    private static final long SECONDS = 1_000 * MILLIS;

    private Durations() {
    }

    /** From what memory answers to what a client gives up on. */
    public static Distribution distribution() {
        return new Distribution(100 * MICROS, 500 * MICROS, MILLIS, 5 * MILLIS, 10 * MILLIS, 50 * MILLIS, 100 * MILLIS, 250 * MILLIS, 500 * MILLIS, SECONDS,
            2_500 * MILLIS, 5 * SECONDS, 10 * SECONDS);
    }
}
