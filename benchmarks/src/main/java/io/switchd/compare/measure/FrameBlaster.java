package io.switchd.compare.measure;

import io.switchd.testkit.Blaster;
import io.switchd.testkit.Lab;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends one frame again and again out of a host's device, up to 64 at a call: as fast as it can or at a steady rate,
 * always the same or each time with other addresses.
 *
 * <p>A steady rate is one on the average of a fraction of a millisecond: between bursts the thread sleeps, because on a
 * machine with two cores one that spins would take the switch's. When it was kept from sending for longer, what it has
 * missed is not made up for: a burst would test the queues and not the rate. So the rate that was offered is what
 * counts, not the one that was wanted.
 *
 * <p>For one thread at a time.
 */
final class FrameBlaster implements AutoCloseable {

    private static final int MOST_MISSED = 4 * Blaster.BATCH;
    private static final int SLEEP_NANOS = 50_000;

    private final Blaster blaster;
    private final Addresses addresses;
    private long offered;

    /** What is written into the next frames before they are sent. */
    interface Addresses {

        /** Those of the frame itself stay. */
        Addresses UNCHANGED = (blaster, count, first) -> { };

        /** @param first how many frames were offered before them */
        void write(Blaster blaster, int count, long first);
    }

    FrameBlaster(final Lab lab, final String netns, final String device, final byte[] frame, final Addresses addresses) {
        this.addresses = addresses;
        blaster = new Blaster(lab, netns, device, frame);
    }

    /** As fast as the kernel takes them. */
    Offer blast(final Duration duration) {
        final long end = System.nanoTime() + duration.toNanos();
        return blast(() -> System.nanoTime() < end);
    }

    Offer blast(final BooleanSupplier condition) {
        final long start = System.nanoTime();
        final long before = offered;
        while (condition.getAsBoolean()) {
            send(Blaster.BATCH);
        }
        return new Offer(offered - before, System.nanoTime() - start);
    }

    Offer pace(final double perSecond, final Duration duration) {
        final long end = System.nanoTime() + duration.toNanos();
        return pace(perSecond, () -> System.nanoTime() < end);
    }

    /** At a rate, as long as a condition holds. */
    Offer pace(final double perSecond, final BooleanSupplier condition) {
        final double perNano = perSecond / 1e9;
        final long start = System.nanoTime();
        final long before = offered;
        long missed = 0;
        while (condition.getAsBoolean()) {
            final long due = (long) ((System.nanoTime() - start) * perNano) - missed - (offered - before);
            missed += Math.max(0, due - MOST_MISSED);
            if (due > 0) {
                send((int) Math.min(due, Blaster.BATCH));
            }
            if (due < Blaster.BATCH) {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
        }
        return new Offer(offered - before, System.nanoTime() - start);
    }

    /** Up to a batch, at once. */
    void send(final int count) {
        addresses.write(blaster, count, offered);
        final int sent = blaster.send(count);
        offered += sent <= 0 ? 1 : sent;
    }

    @Override
    public void close() {
        blaster.close();
    }
}
