package io.switchd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.switchd.manage.Inventory;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What passes a port, by direction. Directions are the switch's: received is what came in by the port. */
final class PortMetrics {

    private static final String RECEIVED = "switchd.port.receive.";
    private static final String SENT = "switchd.port.transmit.";

    private final MeterRegistry registry;

    PortMetrics(final MeterRegistry registry) {
        this.registry = registry;
    }

    List<Meter> of(final Inventory.Port port) {
        final Tags tags = Tags.of("bridge", port.bridge(), "port", port.name());
        final PortCounters counters = port.counters();
        final List<Meter> meters = new ArrayList<>();
        meters.add(Gauge.builder("switchd.port.up", port, each -> each.up() ? 1 : 0)
            .description("Whether frames pass the port").tags(tags).register(registry));
        meters.add(counter(RECEIVED + "packets", "Frames that came in by the port, dropped or not", counters, PortCounters::rxFrames, tags));
        meters.add(counter(RECEIVED + "bytes", "Bytes of frames that came in by the port", counters, PortCounters::rxBytes, tags));
        meters.add(counter(SENT + "packets", "Frames that left by the port", counters, PortCounters::txFrames, tags));
        meters.add(counter(SENT + "bytes", "Bytes of frames that left by the port", counters, PortCounters::txBytes, tags));
        for (final DropReason reason : DropReason.values()) {
            meters.add(reason.isIngress()
                ? counter(RECEIVED + "drop", "Frames that came in by the port and were dropped", counters, each -> each.dropped(reason), tags.and("reason", reason.label()))
                : counter(SENT + "drop", "Frames that should have left by the port and were dropped", counters, each -> each.dropped(reason), tags.and("reason", reason.label())));
        }
        return meters;
    }

    private Meter counter(final String name, final String meaning, final PortCounters counters, final ToDoubleFunction<PortCounters> number, final Tags tags) {
        return FunctionCounter.builder(name, counters, number).description(meaning).tags(tags).register(registry);
    }
}
