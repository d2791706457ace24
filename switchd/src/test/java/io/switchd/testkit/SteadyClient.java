package io.switchd.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A good client while something else goes on: asks the daemon the same thing again and again at a steady pace, on a
 * thread of its own, over a connection that it keeps and every fourth time over a new one, and notes how long it waits
 * for each answer; over a new one with the time to be let in.
 */
public final class SteadyClient implements AutoCloseable {

    private static final int NEW_CONNECTION = 4;

    private final Path socket;
    private final String method;
    private final long pauseNanos;
    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> nanosOfNew = new ArrayList<>();
    private final CompletableFuture<Void> thread;
    private volatile boolean stopped;

    public SteadyClient(final Path socket, final String method, final Duration pause) {
        this.socket = socket;
        this.method = method;
        pauseNanos = pause.toNanos();
        thread = CompletableFuture.runAsync(this::run, task -> new Thread(task, "steady-client").start());
    }

    private void run() {
        try (ControlClient kept = new ControlClient(socket)) {
            for (int i = 0; !stopped; i++) {
                final long begin = System.nanoTime();
                if (i % NEW_CONNECTION == 0) {
                    try (ControlClient fresh = new ControlClient(socket)) {
                        ask(fresh);
                    }
                    nanosOfNew.add(System.nanoTime() - begin);
                } else {
                    ask(kept);
                    nanos.add(System.nanoTime() - begin);
                }
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private void ask(final ControlClient client) throws IOException {
        final String answer = client.call(method, "{}");
        if (answer == null || !answer.contains("\"result\"")) {
            throw new AssertionError("a good client was answered " + answer);
        }
    }

    /** Stops it, and demands that every answer was the right one. */
    @Override
    public void close() {
        stopped = true;
        thread.join();
    }

    /** How many answers there were; of a client that has stopped. */
    public int answers() {
        return nanos.size() + nanosOfNew.size();
    }

    /**
     * The time that so many of a hundred answers took at most over the connection that is kept, the latest at 100; of a
     * client that has stopped.
     *
     * @return in milliseconds
     */
    public double percentile(final int percent) {
        return percentile(nanos, percent);
    }

    /** The same over new connections. */
    public double percentileOfNew(final int percent) {
        return percentile(nanosOfNew, percent);
    }

    private static double percentile(final List<Long> nanos, final int percent) {
        return nanos.stream().sorted().skip((nanos.size() - 1L) * percent / 100).findFirst().orElseThrow() / 1e6;
    }
}
