package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * What still arrives when two senders together offer twice the rate that the subject can carry. Where the sender itself
 * does the switch's work, as with the kernel's bridge, less than that is offered; so it is told how much was.
 */
final class Overload implements Measurement {

    @Override
    public List<Figure> figures() {
        return List.of(Figures.OVERLOAD_KEPT, Figures.OVERLOAD_OFFERED);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final double maximum = bench.maximum(Bench.SMALL);
        try (Load first = new Load(bench.blaster(Bench.SMALL), maximum);
             Load second = new Load(bench.blaster(Bench.SMALL), maximum)) {
            second.goOn(bench.effort().trial());
            final long before = bench.received(bench.host(1));
            final long start = System.nanoTime();
            second.goOn(bench.effort().frames());
            final double delivered = (bench.received(bench.host(1)) - before) * 1e9 / (System.nanoTime() - start);
            values.accept(Figures.OVERLOAD_KEPT, delivered / maximum);
            values.accept(Figures.OVERLOAD_OFFERED, (first.stop().perSecond() + second.stop().perSecond()) / maximum);
        }
    }
}
