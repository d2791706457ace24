package io.switchd.forward;

/**
 * Lets so many frames a second pass: a token bucket that is filled by the time that has gone by and holds a tenth of a
 * second's tokens, ten at least, so that a short burst passes.
 *
 * <p>A token is counted in nanoseconds divided by the rate, so nothing is lost to rounding: a second fills exactly the
 * rate. Confined to the thread of its bridge's loop.
 */
final class TokenBucket {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int LEAST_BURST = 10;

    private final long perSecond;
    private final long capacity;
    private long level;
    private long lastNanos;

    /** @param perSecond frames, 1 to 1,000,000,000 */
    TokenBucket(final long perSecond, final long nowNanos) {
        this.perSecond = perSecond;
        capacity = Math.min(perSecond, Math.max(LEAST_BURST, perSecond / 10)) * SECOND_NANOS;
        level = capacity;
        lastNanos = nowNanos;
    }

    /**
     * Takes the tokens of a train of frames if there is one for the first of them; what is missing for the others has to
     * come in before the next may pass.
     */
    boolean take(final long nowNanos, final int frames) {
        final long elapsed = Math.min(nowNanos - lastNanos, SECOND_NANOS);
        lastNanos = nowNanos;
        level = Math.min(capacity, level + elapsed * perSecond);
        if (level < SECOND_NANOS) {
            return false;
        }
        level -= frames * SECOND_NANOS;
        return true;
    }

    /** Whether it lets as many pass as another limit says. */
    boolean isFor(final long limit) {
        return perSecond == limit;
    }
}
