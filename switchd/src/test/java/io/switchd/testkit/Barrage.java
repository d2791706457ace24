package io.switchd.testkit;

import java.util.concurrent.CompletableFuture;

/**
 * One frame of one host again and again, as fast as the machine can, on a thread of its own: until so many are sent, or
 * until it is stopped.
 */
public final class Barrage implements AutoCloseable {

    private final Blaster blaster;
    private final long limit;
    private final CompletableFuture<Void> thread;
    private volatile boolean stopped;
    private volatile long sent;

    /** Begins to send from a device inside a named namespace of the lab, which is up. */
    public Barrage(final Lab lab, final String netns, final String device, final byte[] frame, final long limit) {
        this.limit = limit;
        blaster = new Blaster(lab, netns, device, frame);
        thread = CompletableFuture.runAsync(this::run, task -> new Thread(task, "barrage").start());
    }

    private void run() {
        while (sent < limit && !stopped) {
            sent += Math.max(0, blaster.send((int) Math.min(Blaster.BATCH, limit - sent)));
        }
    }

    /** How many frames the kernel has taken so far. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() {
        stopped = true;
        thread.join();
        blaster.close();
    }
}
