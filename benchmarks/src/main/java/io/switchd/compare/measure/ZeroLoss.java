package io.switchd.compare.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjDoubleConsumer;

/**
 * The highest rate at which every single frame arrives, found by halving what is not known of it: the throughput of RFC
 * 2544, with shorter trials. A trial that loses frames is made once more before it counts, because the machine has
 * hiccups that are not the switch's.
 */
final class ZeroLoss implements Measurement {

    private static final double ABOVE_MAXIMUM = 1.2;
    private static final double SENDER_IS_THE_LIMIT = 0.9;
    private static final Duration UNDER_WAY = Duration.ofMillis(200);
    private static final int LOOK_NANOS = 5_000_000;

    private final Figure figure;
    private final int length;
    private final LongUnaryOperator sources;

    /** @param sources the address of the n-th frame; null for always the same */
    ZeroLoss(final Figure figure, final int length, final LongUnaryOperator sources) {
        this.figure = figure;
        this.length = length;
        this.sources = sources;
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        double low = 0;
        double high = ABOVE_MAXIMUM * bench.maximum(length);
        double best = 0;
        try (FrameBlaster blaster = bench.blaster(length, sources)) {
            for (int step = 0; step < bench.effort().searchSteps(); step++) {
                final double rate = (low + high) / 2;
                final double carried = Math.max(trial(bench, blaster, rate), best);
                if (carried > best && carried >= rate * SENDER_IS_THE_LIMIT) {
                    low = rate;
                } else {
                    high = rate;
                }
                best = carried;
            }
        }
        values.accept(figure, best / 1e3);
    }

    /** The rate that was offered and carried whole; 0 when it was not. */
    private static double trial(final Bench bench, final FrameBlaster blaster, final double rate) throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            bench.settle();
            final long before = bench.received(bench.host(1));
            final Offer offer = blaster.pace(rate, bench.effort().trial());
            if (allArrive(bench, before + offer.frames())) {
                return offer.perSecond();
            }
        }
        return 0;
    }

    private static boolean allArrive(final Bench bench, final long expected) throws IOException {
        final long end = System.nanoTime() + UNDER_WAY.toNanos();
        while (bench.received(bench.host(1)) < expected) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
