package io.switchd.compare.measure;

import io.switchd.frame.MacAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjDoubleConsumer;

/**
 * The highest rate of frames, each from a station never seen before, at which all of them arrive; and whether they were
 * learned: of frames back to the last ones, none may reach a third host.
 */
final class Learning implements Measurement {

    private static final long FIRST_STATION = 0x0200_0200_0000L;
    private static final int LAST_ONES = 100;

    @Override
    public List<Figure> figures() {
        return List.of(ScaleFigures.LEARNED, ScaleFigures.FLOODED);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final AtomicLong newest = new AtomicLong(FIRST_STATION);
        new ZeroLoss(ScaleFigures.LEARNED, Bench.SMALL, n -> newest.incrementAndGet()).measure(bench, values);
        values.accept(ScaleFigures.FLOODED, flooded(bench, newest.get()));
    }

    private static double flooded(final Bench bench, final long newest) throws IOException {
        final long before = bench.received(bench.host(2));
        for (int i = 0; i < LAST_ONES; i++) {
            try (FrameBlaster blaster = bench.blaster(bench.host(1), MacAddress.format(newest - i), Bench.SMALL, null)) {
                blaster.send(1);
            }
        }
        return bench.received(bench.host(2)) - before;
    }
}
