package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Round trips while small frames go the same way at half the rate that this very subject can carry, and the processor
 * time it takes for those.
 */
final class LoadedRoundTrip implements Measurement {

    @Override
    public List<Figure> figures() {
        return List.of(Figures.RTT_LOADED_50, Figures.RTT_LOADED_99, Figures.CPU_60_HALF);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final double half = bench.maximum(Bench.SMALL) / 2;
        try (Load load = new Load(bench.blaster(Bench.SMALL), half)) {
            final double cpuBefore = ProcessUsage.cpuSeconds(bench.processes());
            final long before = bench.received(bench.host(1));
            final Ping ping = Ping.run(bench);
            final long delivered = bench.received(bench.host(1)) - before;
            final double cpu = ProcessUsage.cpuSeconds(bench.processes()) - cpuBefore;
            load.stop();
            values.accept(Figures.RTT_LOADED_50, ping.percentile(50));
            values.accept(Figures.RTT_LOADED_99, ping.percentile(99));
            if (!bench.processes().isEmpty()) {
                values.accept(Figures.CPU_60_HALF, cpu * 1e6 / delivered);
            }
        }
    }
}
