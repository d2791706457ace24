package io.switchd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.switchd.engine.LoopCounters;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How the forwarding loops are doing. */
final class LoopMetrics implements MeterBinder {

    private static final double NANOS = 1e-9;

    private final Map<String, LoopCounters> loops;

    /** @param loops by the names of their threads */
    LoopMetrics(final Map<String, LoopCounters> loops) {
        this.loops = loops;
    }

    @Override
    public void bindTo(final MeterRegistry registry) {
        loops.forEach((loop, counters) -> {
            FunctionCounter.builder("switchd.loop.cycles", counters, LoopCounters::cycles)
                .description("Times that the loop has gone round").tag("loop", loop).register(registry);
            FunctionCounter.builder("switchd.loop.busy", counters, each -> each.busyNanos() * NANOS).baseUnit("seconds")
                .description("Time in which the loop had something to do").tag("loop", loop).register(registry);
            TimeGauge.builder("switchd.loop.longest.cycle", counters, TimeUnit.NANOSECONDS, LoopCounters::longestCycleNanos)
                .description("The longest time in the last one to two minutes that the loop took to go round").tag("loop", loop).register(registry);
        });
    }

    Histogram batches() {
        final Histogram batches = Histogram.of("switchd_loop_batch_frames", "Frames that the loop took from a port at once");
        loops.forEach((loop, counters) -> batches.add(counters.batches(), "loop", loop));
        return batches;
    }
}
