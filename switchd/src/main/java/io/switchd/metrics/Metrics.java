package io.switchd.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.switchd.control.ControlCounters;
import io.switchd.engine.LoopCounters;
import io.switchd.http.Page;
import io.switchd.manage.Inventory;
import io.switchd.manage.ManagerCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** All metrics of the daemon, as a page for Prometheus. */
public final class Metrics implements Page, AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExpositionFormats formats = ExpositionFormats.init();
    /** Meters hold what they read by weak references alone. */
    private final Sources sources;
    private final ProcessMetrics process;
    private final MeterSet<Inventory.Port> ports;
    private final MeterSet<Inventory.Bridge> bridges;

    /**
     * Whose numbers they are, each to be read at any time.
     *
     * @param loops     by the names of their threads
     * @param inventory what is configured at the moment
     * @param waiting   how many transactions wait at the moment
     */
    public record Sources(String version, Map<String, LoopCounters> loops, Supplier<Inventory> inventory, ManagerCounters manager, IntSupplier waiting,
                          ControlCounters control) { }

    public Metrics(final Sources sources) {
        this.sources = sources;
        ports = new MeterSet<>(registry, new PortMetrics(registry)::of);
        bridges = new MeterSet<>(registry, new FdbMetrics(registry)::of);
        final LoopMetrics loops = new LoopMetrics(sources.loops());
        final ControlMetrics control = new ControlMetrics(sources.control());
        final ManagerMetrics manager = new ManagerMetrics(sources.manager(), sources.waiting());
        process = new ProcessMetrics(sources.version());
        List.of(loops, control, manager, process).forEach(binder -> binder.bindTo(registry));
        List.of(loops.batches(), control.latencies(), manager.transactionTimes(), manager.reconcileTimes()).forEach(registry.getPrometheusRegistry()::register);
    }

    /** The numbers of this moment, in the form that the client likes best of those there are. */
    @Override
    public Content content(final String accept) {
        final Inventory present = sources.inventory().get();
        bridges.follow(present.bridges());
        ports.follow(present.ports());
        final ExpositionFormatWriter writer = writer(accept);
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.getPrometheusRegistry().scrape());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Content(writer.getContentType(), text.toByteArray());
    }

    /** Not protobuf, whatever is asked for: it would take a library of two megabytes, and who asks for it takes text as well. */
    private ExpositionFormatWriter writer(final String accept) {
        final ExpositionFormatWriter open = formats.getOpenMetricsTextFormatWriter();
        return accept != null && open.accepts(accept) ? open : formats.getPrometheusTextFormatWriter();
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }
}
