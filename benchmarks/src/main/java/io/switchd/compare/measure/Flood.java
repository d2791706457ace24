package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Small broadcast frames to all other hosts, beside frames to one of them. */
final class Flood implements Measurement {

    private static final String EVERYBODY = "ff:ff:ff:ff:ff:ff";

    @Override
    public List<Figure> figures() {
        return List.of(ScaleFigures.FLOOD_COPIES, ScaleFigures.FLOOD_COST);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final double toOne = bench.maximum(Bench.SMALL);
        try (FrameBlaster blaster = bench.blaster(bench.host(0), EVERYBODY, Bench.SMALL, null)) {
            blaster.blast(bench.effort().warmUp());
            final long before = copies(bench);
            final Offer offer = blaster.blast(bench.effort().frames());
            final double copies = (copies(bench) - before) * 1e9 / offer.nanos();
            values.accept(ScaleFigures.FLOOD_COPIES, copies / 1e3);
            values.accept(ScaleFigures.FLOOD_COST, toOne / copies);
        }
    }

    private static long copies(final Bench bench) throws IOException {
        long copies = 0;
        for (int i = 1; i < bench.hosts(); i++) {
            copies += bench.received(bench.host(i));
        }
        return copies;
    }
}
