package io.switchd.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, no longer than it takes and no longer than a deadline. */
public final class Await {

    private static final int INTERVAL_MILLIS = 10;

    private Await() {
    }

    public static void until(final String what, final Duration deadline, final BooleanSupplier condition) {
        final long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + deadline.toMillis() + " ms it did not happen that " + what);
            }
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
