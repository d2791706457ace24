package io.switchd.health;

import java.util.concurrent.Executor;

/**
 * Makes a thread that does what it is handed beat: hands it a task every second, once that before is done. Only
 * {@link #beats()} is for any thread.
 */
public final class Ping implements Runnable {

    private static final int EVERY = 5;

    private final Executor executor;
    private int runs;
    private long sent;
    private volatile long beats;

    public Ping(final Executor executor) {
        this.executor = executor;
    }

    /** To be run five times a second. */
    @Override
    public void run() {
        if (beats == sent && runs++ % EVERY == 0) {
            sent++;
            final long number = sent;
            executor.execute(() -> beats = number);
        }
    }

    public long beats() {
        return beats;
    }
}
