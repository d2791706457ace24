package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Small frames delivered when one thread sends them as fast as it can, from so many sources in turn. */
final class SourcesRate implements Measurement {

    private static final long FIRST_SOURCE = 0x0200_0100_0000L;

    private final Figure figure;
    private final int sources;

    SourcesRate(final Figure figure, final int sources) {
        this.figure = figure;
        this.sources = sources;
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        try (FrameBlaster blaster = bench.blaster(Bench.SMALL, n -> FIRST_SOURCE + n % sources)) {
            blaster.blast(bench.effort().warmUp());
            final long before = bench.received(bench.host(1));
            final Offer offer = blaster.blast(bench.effort().frames());
            values.accept(figure, (bench.received(bench.host(1)) - before) * 1e6 / offer.nanos());
        }
    }
}
