package io.switchd.log;

import java.time.Duration;

/**
 * How many lines may be logged of one kind: five at once, and then five a minute, which is what Open vSwitch allows
 * (VLOG_RATE_LIMIT_INIT in its vlog.h). For one thread at a time; the time is passed in.
 */
final class LineBudget {

    private static final int AT_ONCE = 5;
    private static final long NANOS_PER_LINE = Duration.ofMinutes(1).toNanos() / 5;

    /** When all that was spent is earned again. */
    private long wholeNanos;
    private long suppressed;
    private long suppressedSinceNanos;

    LineBudget(final long nowNanos) {
        wholeNanos = nowNanos;
    }

    /** Whether a line may be logged now; if not, it counts as suppressed. */
    boolean spend(final long nowNanos) {
        if (isWhole(nowNanos)) {
            wholeNanos = nowNanos;
        }
        if (wholeNanos - nowNanos > (AT_ONCE - 1) * NANOS_PER_LINE) {
            suppressedSinceNanos = suppressed == 0 ? nowNanos : suppressedSinceNanos;
            suppressed++;
            return false;
        }
        wholeNanos += NANOS_PER_LINE;
        return true;
    }

    boolean isWhole(final long nowNanos) {
        return wholeNanos - nowNanos <= 0;
    }

    /** Lines that were suppressed and not told of. */
    long suppressed() {
        return suppressed;
    }

    /** Whether some have waited for a line to be told with for a minute. */
    boolean isOverdue(final long nowNanos) {
        return suppressed > 0 && nowNanos - suppressedSinceNanos >= Duration.ofMinutes(1).toNanos();
    }

    void told() {
        suppressed = 0;
    }
}
