package io.switchd;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs something once a second, on a thread of its own, until it is closed. What is run must not wait. */
final class EverySecond implements AutoCloseable {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "seconds");
        thread.setDaemon(true);
        return thread;
    });

    private EverySecond() {
    }

    static EverySecond run(final Runnable task) {
        final EverySecond started = new EverySecond();
        started.executor.scheduleAtFixedRate(task, 1, 1, TimeUnit.SECONDS);
        return started;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
