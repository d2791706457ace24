package io.switchd.health;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The beats of a thread that does what it is handed: a task every second, once that before is done. For the one thread
 * that asks.
 */
public final class Ping implements LongSupplier {

    private static final int EVERY = 5;

    private final Executor executor;
    private int asked;
    private volatile long answered;
    private long sent;

    public Ping(final Executor executor) {
        this.executor = executor;
    }

    @Override
    public long getAsLong() {
        if (answered == sent && asked++ % EVERY == 0) {
            sent++;
            final long number = sent;
            executor.execute(() -> answered = number);
        }
        return answered;
    }
}
