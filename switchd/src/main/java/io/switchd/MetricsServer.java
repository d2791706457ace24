package io.switchd;

import io.switchd.control.ControlCounters;
import io.switchd.engine.Engine;
import io.switchd.engine.LoopCounters;
import io.switchd.http.HttpLimits;
import io.switchd.http.HttpServer;
import io.switchd.http.ListenAddress;
import io.switchd.manage.SwitchManager;
import io.switchd.metrics.Metrics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of the daemon, served by HTTP. It stands alone so that a daemon without metrics loads none of the classes
 * that they take.
 */
final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(MetricsServer.class.getName());
    private static final String PATH = "/metrics";

    private final Metrics metrics;
    private final HttpServer server;

    private MetricsServer(final Metrics metrics, final HttpServer server) {
        this.metrics = metrics;
        this.server = server;
    }

    static MetricsServer open(final ListenAddress where, final String version, final List<Engine> engines, final SwitchManager manager,
                              final ControlCounters control) throws IOException {
        final Map<String, LoopCounters> loops = new LinkedHashMap<>();
        engines.forEach(engine -> loops.put(engine.thread().getName(), engine.loopCounters()));
        final Metrics metrics = new Metrics(new Metrics.Sources(version, loops, manager::inventory, manager.counters(), manager::waiting, control));
        try {
            final HttpServer server = HttpServer.open("metrics", where, PATH, metrics, HttpLimits.DEFAULT);
            if (!where.isLocal()) {
                LOG.log(Level.WARNING, "metrics are served at " + where.text() + " to whoever can reach it, and in the clear");
            }
            return new MetricsServer(metrics, server);
        } catch (final IOException e) {
            metrics.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        metrics.close();
    }
}
