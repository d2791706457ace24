package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;

/**
 * Frames delivered when one thread sends as fast as it can and all queues are full, and, where that is a figure too,
 * the processor time the switch took for a million of them.
 */
final class FrameRate implements Measurement {

    private final Figure rate;
    private final Optional<Figure> cpu;
    private final int length;

    FrameRate(final Figure rate, final Optional<Figure> cpu, final int length) {
        this.rate = rate;
        this.cpu = cpu;
        this.length = length;
    }

    @Override
    public List<Figure> figures() {
        return Stream.concat(Stream.of(rate), cpu.stream()).toList();
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        try (FrameBlaster blaster = bench.blaster(length)) {
            blaster.blast(bench.effort().trial());
            final double cpuBefore = ProcessUsage.cpuSeconds(bench.processes());
            final long before = bench.received(bench.host(1));
            final Offer offer = blaster.blast(bench.effort().frames());
            final long delivered = bench.received(bench.host(1)) - before;
            final double perSecond = delivered * 1e9 / offer.nanos();
            bench.maximum(length, perSecond);
            values.accept(rate, perSecond / 1e3);
            if (cpu.isPresent() && !bench.processes().isEmpty()) {
                values.accept(cpu.get(), (ProcessUsage.cpuSeconds(bench.processes()) - cpuBefore) * 1e6 / delivered);
            }
        }
    }
}
