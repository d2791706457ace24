package io.switchd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.switchd.fdb.FdbCounters;
import io.switchd.manage.Inventory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The MAC table of a bridge. */
final class FdbMetrics {

    private final MeterRegistry registry;

    FdbMetrics(final MeterRegistry registry) {
        this.registry = registry;
    }

    List<Meter> of(final Inventory.Bridge bridge) {
        final Tags tags = Tags.of("bridge", bridge.name());
        final FdbCounters counters = bridge.counters();
        return List.of(
            gauge("switchd.fdb.entries", "Stations in the MAC table, static ones among them", counters, FdbCounters::entries, tags),
            gauge("switchd.fdb.static.entries", "Static stations in the MAC table", counters, FdbCounters::fixedEntries, tags),
            gauge("switchd.fdb.entries.limit", "Stations that the MAC table may have", counters, FdbCounters::entryLimit, tags),
            counter("switchd.fdb.learned", "Stations that were new to the bridge", counters, FdbCounters::learnedStations, tags),
            counter("switchd.fdb.moved", "Times that a station was heard at another port than before", counters, FdbCounters::movedStations, tags),
            counter("switchd.fdb.expired", "Stations forgotten because they were silent", counters, FdbCounters::expiredStations, tags),
            counter("switchd.fdb.evicted", "Stations forgotten because the table was full", counters, FdbCounters::evictedStations, tags));
    }

    private Meter gauge(final String name, final String meaning, final FdbCounters counters, final ToDoubleFunction<FdbCounters> number, final Tags tags) {
        return Gauge.builder(name, counters, number).description(meaning).tags(tags).register(registry);
    }

    private Meter counter(final String name, final String meaning, final FdbCounters counters, final ToDoubleFunction<FdbCounters> number, final Tags tags) {
        return FunctionCounter.builder(name, counters, number).description(meaning).tags(tags).register(registry);
    }
}
