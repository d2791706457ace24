package io.switchd.compare.measure;

import java.util.concurrent.CompletableFuture;

/** Frames at a steady rate on a thread of their own, until it is stopped. The blaster is its own until then. */
final class Load implements AutoCloseable {

    private final FrameBlaster blaster;
    private final CompletableFuture<Offer> offer;
    private volatile boolean stopped;

    Load(final FrameBlaster blaster, final double perSecond) {
        this.blaster = blaster;
        offer = CompletableFuture.supplyAsync(() -> blaster.pace(perSecond, () -> !stopped), task -> new Thread(task, "load").start());
    }

    Offer stop() {
        stopped = true;
        return offer.join();
    }

    @Override
    public void close() {
        stop();
        blaster.close();
    }
}
