package io.switchd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.switchd.control.ControlCounters;

/** What clients ask, and how long they wait. */
final class ControlMetrics implements MeterBinder {

    private final ControlCounters counters;

    ControlMetrics(final ControlCounters counters) {
        this.counters = counters;
    }

    @Override
    public void bindTo(final MeterRegistry registry) {
        FunctionCounter.builder("switchd.control.requests", counters, ControlCounters::requests)
            .description("Requests that were answered, those that were refused among them").register(registry);
        for (final ControlCounters.Refusal refusal : ControlCounters.Refusal.values()) {
            FunctionCounter.builder("switchd.control.refusals", counters, each -> each.refusals(refusal))
                .description("Requests that were answered with an error").tag("reason", refusal.label()).register(registry);
        }
        Gauge.builder("switchd.control.connections", counters, ControlCounters::openConnections)
            .description("Connections of clients that are open").register(registry);
        FunctionCounter.builder("switchd.control.connections.refused", counters, ControlCounters::refusedConnections)
            .description("Connections that were closed because too many were open").register(registry);
    }

    Histogram latencies() {
        return Histogram.ofNanos("switchd_control_request_duration_seconds", "Time from when a request was begun to its answer")
            .add(counters.latencies());
    }
}
