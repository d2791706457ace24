package io.switchd.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.control.ControlCounters;
import io.switchd.engine.BridgeSettings;
import io.switchd.engine.Engine;
import io.switchd.engine.LoopCounters;
import io.switchd.fdb.FdbCounters;
import io.switchd.forward.PortRules;
import io.switchd.http.Page;
import io.switchd.manage.Inventory;
import io.switchd.manage.ManagerCounters;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import io.switchd.testkit.Frames;
import io.switchd.testkit.IdlePoller;
import io.switchd.testkit.MemoryPort;
import io.switchd.testkit.Scrape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final int PORTS = 100;

    private Inventory inventory = new Inventory(List.of(), List.of());
    private Metrics metrics = metrics(Map.of());

    private Metrics metrics(final Map<String, LoopCounters> loops) {
        return new Metrics(new Metrics.Sources("1.2", loops, () -> inventory, new ManagerCounters(), () -> 0, new ControlCounters()));
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private Scrape scrape() {
        return Scrape.parse(text(null));
    }

    private String text(final String accept) {
        return new String(metrics.content(accept).text(), StandardCharsets.UTF_8);
    }

    private void ports(final Inventory.Port... ports) {
        inventory = new Inventory(List.of(), List.of(ports));
    }

    @Test
    void seriesOfAPortComeAndGoWithIt() {
        final PortCounters a = new PortCounters();
        a.received(60);
        a.dropped(DropReason.LOCKED, 1);
        a.sent(2, 1_000);
        ports(new Inventory.Port("br", "a", true, a), new Inventory.Port("br", "b", true, new PortCounters()));
        assertEquals(1, scrape().value("switchd_port_receive_packets_total", "bridge", "br", "port", "a"));
        assertEquals(60, scrape().value("switchd_port_receive_bytes_total", "bridge", "br", "port", "a"));
        assertEquals(1, scrape().value("switchd_port_receive_drop_total", "bridge", "br", "port", "a", "reason", "locked"));
        assertEquals(2, scrape().value("switchd_port_transmit_packets_total", "bridge", "br", "port", "a"));
        assertEquals(1_000, scrape().value("switchd_port_transmit_bytes_total", "bridge", "br", "port", "a"));
        final int series = scrape().with("port", "a").size();
        assertEquals(5 + DropReason.count(), series);

        ports(new Inventory.Port("br", "a", false, a));
        assertEquals(Set.of(), scrape().with("port", "b"), "they went with the port");
        assertEquals(0, scrape().value("switchd_port_up", "port", "a"));
        assertEquals(1, scrape().value("switchd_port_receive_packets_total", "port", "a"), "a port that is down goes on counting where it was");

        ports(new Inventory.Port("other", "a", true, new PortCounters()));
        assertEquals(Set.of(), scrape().with("bridge", "br"));
        assertEquals(0, scrape().value("switchd_port_receive_packets_total", "bridge", "other", "port", "a"));
        assertEquals(series, scrape().with("port", "a").size());
    }

    @Test
    void seriesOfABridgeComeAndGoWithIt() {
        inventory = new Inventory(List.of(new Inventory.Bridge("br", new FdbCounters())), List.of());
        assertEquals(Set.of("switchd_fdb_entries", "switchd_fdb_static_entries", "switchd_fdb_entries_limit", "switchd_fdb_learned_total", "switchd_fdb_moved_total",
            "switchd_fdb_expired_total", "switchd_fdb_evicted_total"), Set.copyOf(scrape().with("bridge", "br").stream().map(Scrape.Series::name).toList()));
        inventory = new Inventory(List.of(), List.of());
        assertEquals(Set.of(), scrape().with("bridge", "br"));
    }

    @Test
    void namesAreEscaped() {
        for (final String name : new String[] {"a\"b", "back\\slash", "\\", "\\n", "line\nfeed", "schlüssel{}=,", "a\"} 1"}) {
            ports(new Inventory.Port("br", name, true, new PortCounters()));
            assertEquals(5 + DropReason.count(), scrape().with("port", name).size(), name);
        }
    }

    @Test
    void aClientThatAsksForOpenMetricsGetsIt() {
        final Page.Content open = metrics.content("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        assertTrue(open.type().startsWith("application/openmetrics-text; version=1.0.0"), open.type());
        assertTrue(new String(open.text(), StandardCharsets.UTF_8).endsWith("# EOF\n"));
        for (final String accept : new String[] {null, "", "*/*", "text/plain", "text/html", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited", "\u0001;;q=x"}) {
            final Page.Content plain = metrics.content(accept);
            assertTrue(plain.type().startsWith("text/plain; version=0.0.4"), accept + " " + plain.type());
            Scrape.parse(new String(plain.text(), StandardCharsets.UTF_8));
        }
    }

    /** The loop is held in the middle of a batch: nothing that asked it anything would have an answer. */
    @Test
    void aScrapeDoesNotNeedTheLoops() throws Exception {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        final MemoryPort port = new MemoryPort(1);
        final MemoryPort other = new MemoryPort(2);
        port.arrive(Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:01").payload("x"));
        other.whenFlushed(() -> {
            held.countDown();
            await(mayGoOn);
        });
        try (Engine engine = new Engine("loop-0", System::nanoTime, new IdlePoller(), 0, 1, cause -> { })) {
            final FdbCounters fdb = new FdbCounters();
            engine.addBridge("br", new BridgeSettings(300, 100, false), fdb);
            engine.attach("br", "b", other, PortRules.DEFAULT, List.of());
            inventory = new Inventory(List.of(new Inventory.Bridge("br", fdb)), List.of(new Inventory.Port("br", "a", true, port.counters())));
            metrics.close();
            metrics = metrics(Map.of("loop-0", engine.loopCounters()));
            final Thread attaching = new Thread(() -> engine.attach("br", "a", port, PortRules.DEFAULT, List.of()));
            attaching.start();
            held.await();
            try {
                final Scrape scrape = scrape();
                assertEquals(1, scrape.value("switchd_port_receive_packets_total", "port", "a"));
                assertEquals(1, scrape.value("switchd_fdb_entries", "bridge", "br"));
                assertEquals(100, scrape.value("switchd_fdb_entries_limit", "bridge", "br"));
                assertEquals(1, scrape.value("switchd_loop_batch_frames_count", "loop", "loop-0"));
            } finally {
                mayGoOn.countDown();
                attaching.join();
            }
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the loop", e);
        }
    }

    @Test
    void aHundredPortsAreServedInNoTime() {
        final List<Inventory.Port> ports = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            ports.add(new Inventory.Port("br", "port-" + i, true, new PortCounters()));
        }
        inventory = new Inventory(List.of(), ports);
        long shortest = Long.MAX_VALUE;
        int bytes = 0;
        for (int i = 0; i < 20; i++) {
            final long begin = System.nanoTime();
            bytes = metrics.content(null).text().length;
            shortest = Math.min(shortest, System.nanoTime() - begin);
        }
        System.out.println("a scrape of " + PORTS + " ports has " + bytes / 1024 + " KiB and takes " + shortest / 1_000 + " us");
        assertTrue(shortest < Duration.ofSeconds(1).toNanos());
    }
}
