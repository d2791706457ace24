package io.switchd.compare.measure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * Frames at a steady rate, or as many as the kernel takes, on a thread of their own, until it is stopped. The blaster is
 * its own until then.
 */
final class Load implements AutoCloseable {

    private final FrameBlaster blaster;
    private final CompletableFuture<Offer> offer;
    private volatile boolean stopped;

    Load(final FrameBlaster blaster, final double perSecond) {
        this(blaster, (from, condition) -> from.pace(perSecond, condition));
    }

    private Load(final FrameBlaster blaster, final BiFunction<FrameBlaster, BooleanSupplier, Offer> sending) {
        this.blaster = blaster;
        offer = CompletableFuture.supplyAsync(() -> sending.apply(blaster, () -> !stopped), task -> new Thread(task, "load").start());
    }

    static Load flood(final FrameBlaster blaster) {
        return new Load(blaster, FrameBlaster::blast);
    }

    /** Lets it go on for so long. */
    void goOn(final Duration duration) {
        final long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
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
