package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.port.DropReason;
import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Once;
import io.switchd.testkit.RawHost;
import io.switchd.testkit.RawHttp;
import io.switchd.testkit.Result;
import io.switchd.testkit.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a daemon with {@code --metrics} serves while real frames pass. */
@Once
class MetricsIT extends SystemTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";
    private static final String ADDRESS = "127.0.0.1:9477";
    private static final int FRAMES = 1_000;

    private Path socket;

    @Override
    @BeforeEach
    void startOnce() {
        if (lab == null) {
            lab = new Lab();
            socket = lab.directory().resolve("metrics.sock");
            daemon = new Daemon(lab, "--metrics", "unix:" + socket);
        }
    }

    private Scrape scrape() {
        try {
            final RawHttp.Answer answer = RawHttp.get(socket, "/metrics");
            assertEquals("HTTP/1.1 200 OK", answer.status());
            return Scrape.parse(answer.body());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode stats() {
        return JSON.readTree(ctl("-j", "stats").ok().stdout());
    }

    private void assertSameAs(final JsonNode stats, final Scrape scrape) {
        for (final JsonNode row : stats) {
            final String[] labels = {"bridge", row.get("bridge").asString(), "port", row.get("port").asString()};
            assertEquals(row.get("rx_packets").asDouble(), scrape.value("switchd_port_receive_packets_total", labels));
            assertEquals(row.get("rx_bytes").asDouble(), scrape.value("switchd_port_receive_bytes_total", labels));
            assertEquals(row.get("rx_dropped").asDouble(), scrape.sum("switchd_port_receive_drop_total", labels));
            assertEquals(row.get("tx_packets").asDouble(), scrape.value("switchd_port_transmit_packets_total", labels));
            assertEquals(row.get("tx_bytes").asDouble(), scrape.value("switchd_port_transmit_bytes_total", labels));
            assertEquals(row.get("tx_dropped").asDouble(), scrape.sum("switchd_port_transmit_drop_total", labels));
            for (final DropReason reason : DropReason.values()) {
                final JsonNode count = row.get("drops").get(reason.label());
                assertEquals(count == null ? 0 : count.asDouble(), scrape.value("switchd_port_" + (reason.isIngress() ? "receive" : "transmit") + "_drop_total",
                    labels[0], labels[1], labels[2], labels[3], "reason", reason.label()));
            }
        }
    }

    @Test
    void framesBytesAndDropsAreThoseOfStats() {
        ctl("add-br", "br", "local=false", "--", "plug", "br", "nsa", "port=pa", "--", "plug", "br", "nsb", "port=pb", "--", "add-port", "br", "absent").ok();
        try (RawHost a = new RawHost(lab, "nsa", "eth0"); RawHost b = new RawHost(lab, "nsb", "eth0")) {
            b.send(Frames.frame(MAC_A, MAC_B).payload("b is here"));
            a.expect("b is here");
            for (int i = 0; i < FRAMES; i++) {
                a.send(Frames.frame(MAC_B, MAC_A).payload("frame"));
                a.send(Frames.frame("01:80:c2:00:00:00", MAC_A).payload("link-local"));
                a.send(Frames.frame(MAC_B, MAC_A).vlan(4095).payload("reserved"));
            }
            Await.until("all frames have arrived", SOON, () -> b.received("frame").size() == FRAMES);
        }
        lab.in("nsb", "ip", "link", "set", "eth0", "down").ok();
        Await.until("the switch has seen it", SOON, () -> scrape().value("switchd_port_up", "port", "pb") == 0);
        final JsonNode[] stats = new JsonNode[1];
        final Scrape[] scrape = new Scrape[1];
        Await.until("nothing passes while they are read", Duration.ofSeconds(30), () -> {
            stats[0] = stats();
            scrape[0] = scrape();
            return stats[0].equals(stats());
        });
        assertEquals(3, stats[0].size());
        assertSameAs(stats[0], scrape[0]);
        assertTrue(scrape[0].value("switchd_port_receive_packets_total", "port", "pa") >= 3 * FRAMES);
        assertEquals(FRAMES, scrape[0].value("switchd_port_receive_drop_total", "port", "pa", "reason", "link-local"));
        assertEquals(FRAMES, scrape[0].value("switchd_port_receive_drop_total", "port", "pa", "reason", "reserved-vlan"));
        assertTrue(scrape[0].value("switchd_port_transmit_packets_total", "port", "pb") >= FRAMES);
        assertEquals(0, scrape[0].value("switchd_port_up", "port", "absent"));
        assertEquals(1, scrape[0].value("switchd_port_up", "port", "pa"));
        final double batches = scrape[0].value("switchd_loop_batch_frames_count", "loop", "loop-0");
        final double frames = scrape[0].value("switchd_loop_batch_frames_sum", "loop", "loop-0");
        assertTrue(frames >= 3 * FRAMES, "each frame was in a batch");
        assertTrue(scrape[0].value("switchd_loop_busy_seconds_total") > 0);
        assertTrue(scrape[0].value("switchd_loop_longest_cycle_seconds") > 0);
        System.out.printf("%.0f frames in batches of %.1f, busy for %.3f s, longest cycle %.3f s%n", frames, frames / batches,
            scrape[0].value("switchd_loop_busy_seconds_total"), scrape[0].value("switchd_loop_longest_cycle_seconds"));
    }

    @Test
    void theTableIsThatOfFdbStats() {
        ctl("add-br", "br", "mac-table-size=10", "local=false", "--", "plug", "br", "nsa", "port=pa", "--", "plug", "br", "nsb", "port=pb",
            "--", "fdb", "add", "br", "02:00:00:00:00:99", "pb").ok();
        try (RawHost a = new RawHost(lab, "nsa", "eth0"); RawHost b = new RawHost(lab, "nsb", "eth0")) {
            for (int i = 0; i < 30; i++) {
                a.send(Frames.frame("ff:ff:ff:ff:ff:ff", String.format("02:00:00:00:01:%02x", i)).payload("from a " + i + "."));
            }
            b.expect("from a 29.");
            b.send(Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:01:1d").payload("moved"));
            a.expect("moved");
        }
        final JsonNode[] stats = new JsonNode[1];
        final Scrape[] scrape = new Scrape[1];
        Await.until("nothing is learned while they are read", SOON, () -> {
            stats[0] = JSON.readTree(ctl("-j", "fdb", "stats", "br").ok().stdout());
            scrape[0] = scrape();
            return stats[0].equals(JSON.readTree(ctl("-j", "fdb", "stats", "br").ok().stdout()));
        });
        final Map<String, String> names = Map.of("current", "entries", "maximum", "entries_limit", "static", "static_entries", "learned", "learned_total",
            "expired", "expired_total", "evicted", "evicted_total", "moved", "moved_total");
        names.forEach((key, name) -> assertEquals(stats[0].get(key).asDouble(), scrape[0].value("switchd_fdb_" + name, "bridge", "br"), stats[0] + " " + name));
        assertTrue(scrape[0].value("switchd_fdb_evicted_total") >= 20);
        assertTrue(scrape[0].value("switchd_fdb_moved_total") >= 1);
    }

    @Test
    void aPortCountsOnWhenItsDeviceIsMadeAnewAndItsSeriesGoWithIt() {
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "far").ok();
        lab.run("ip", "link", "set", "far", "up").ok();
        lab.run("ip", "link", "add", "w\"eird\\", "type", "veth", "peer", "name", "weird2").ok();
        lab.run("ip", "link", "set", "weird2", "up").ok();
        ctl("add-br", "br", "local=false", "--", "add-port", "br", "mine", "--", "add-port", "br", "w\"eird\\").ok();
        Await.until("frames have come", SOON, () -> scrape().value("switchd_port_receive_packets_total", "port", "mine") > 0);
        assertEquals(1, scrape().value("switchd_port_up", "bridge", "br", "port", "w\"eird\\"), "names are escaped");
        lab.run("ip", "link", "del", "mine").ok();
        Await.until("the port is gone", SOON, () -> scrape().value("switchd_port_up", "port", "mine") == 0);
        final double before = scrape().value("switchd_port_receive_packets_total", "port", "mine");
        assertTrue(before > 0);
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "far").ok();
        lab.run("ip", "link", "set", "far", "up").ok();
        Await.until("it is back and more has come", SOON, () -> scrape().value("switchd_port_receive_packets_total", "port", "mine") > before);
        assertEquals(1, scrape().value("switchd_port_up", "port", "mine"));
        final int series = scrape().with("port", "mine").size();
        ctl("del-port", "mine", "--", "del-port", "w\"eird\\").ok();
        assertEquals(Set.of(), scrape().with("port", "mine"), series + " series went with it");
        assertEquals(Set.of(), scrape().with("port", "w\"eird\\"));
        assertEquals(1, scrape().with("bridge", "br").stream().filter(one -> one.name().equals("switchd_fdb_entries")).count());
        ctl("del-br", "br").ok();
        assertEquals(Set.of(), scrape().with("bridge", "br"));
    }

    @Test
    void requestsAndTransactionsAreCounted() {
        final Scrape before = scrape();
        ctl("add-br", "br").ok();
        ctl("list-br").ok();
        ctl("del-br", "nonesuch").exits(1);
        Await.until("all three are counted", SOON, () -> grown("switchd_control_requests_total", before) == 3);
        final Scrape after = scrape();
        assertEquals(1, grown("switchd_control_refusals_total", before, "reason", "refused"));
        assertEquals(1, grown("switchd_transactions_total", before, "outcome", "changed"));
        assertEquals(1, grown("switchd_transactions_total", before, "outcome", "unchanged"));
        assertEquals(1, grown("switchd_transactions_total", before, "outcome", "refused"));
        assertEquals(0, grown("switchd_transactions_total", before, "outcome", "failed"));
        assertEquals(1, grown("switchd_config_generation", before));
        assertTrue(grown("switchd_control_request_duration_seconds_sum", before) >= grown("switchd_transaction_duration_seconds_sum", before),
            "an answer takes as long as its transaction, and longer");
        assertTrue(grown("switchd_reconcile_duration_seconds_count", before) >= 1);
        System.out.printf("a request took %.1f ms on average, its transaction %.1f ms%n",
            1_000 * after.value("switchd_control_request_duration_seconds_sum") / after.value("switchd_control_request_duration_seconds_count"),
            1_000 * after.value("switchd_transaction_duration_seconds_sum") / after.value("switchd_transaction_duration_seconds_count"));
    }

    private double grown(final String name, final Scrape since, final String... labels) {
        return scrape().value(name, labels) - since.value(name, labels);
    }

    /** {@code --run-dir} and {@code --no-state} for a daemon beside that of the class. */
    private String[] other(final String name, final String... options) {
        final String[] command = {Daemon.program("switchd"), "--run-dir", lab.directory().resolve(name).toString(), "--no-state"};
        final String[] all = new String[command.length + options.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        return all;
    }

    @Test
    void metricsAreServedAtAnAddressToOneDaemon() throws IOException {
        final Path log = lab.directory().resolve("tcp.log");
        final Process first = lab.start(log, other("tcp", "--metrics", ADDRESS));
        Await.until("it is ready", SOON, () -> read(log).contains("is ready at"));
        final String request = "exec 3<>/dev/tcp/127.0.0.1/9477 && printf 'GET %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3";
        final String answer = lab.run("bash", "-c", request.replace("%s", "/metrics")).ok().stdout();
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer);
        assertEquals(0, Scrape.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4)).value("switchd_control_requests_total"));
        assertTrue(lab.run("bash", "-c", request.replace("%s", "/")).ok().stdout().startsWith("HTTP/1.1 404 Not Found\r\n"));
        final Result second = lab.run(other("second", "--metrics", ADDRESS));
        second.exits(1);
        assertEquals("switchd: cannot listen at 127.0.0.1:9477: Address already in use\n", second.stderr());
        final Result third = lab.run(other("third", "--metrics", "unix:" + socket));
        third.exits(1);
        assertEquals("switchd: cannot listen at unix:" + socket + ": another process listens there\n", third.stderr());
        scrape();
        lab.run(other("fourth", "--metrics", "9477")).exits(64).says("'9477' is none of IPV4:PORT, [IPV6]:PORT and unix:/PATH, such as 127.0.0.1:9477");
        first.destroy();
        assertEquals(0, Daemon.waitFor(first));
    }

    private static String read(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutTheOptionNothingOfItIsLoaded() {
        final Path log = lab.directory().resolve("without.log");
        final Path classes = lab.directory().resolve("classes.log");
        final Process without = lab.start(Map.of("SWITCHD_JAVA_OPTS", "-Xlog:class+load:file=" + classes), log, other("without"));
        Await.until("it is ready", SOON, () -> read(log).contains("is ready at"));
        without.destroy();
        assertEquals(0, Daemon.waitFor(without));
        final String loaded = read(classes);
        assertTrue(loaded.contains("io.switchd.control.ControlServer "), "it sees what is loaded");
        for (final String part : new String[] {"io.micrometer.", "io.prometheus.", "io.netty.handler.codec.http.", "io.switchd.metrics.", "io.switchd.http.HttpServer"}) {
            assertTrue(!loaded.contains(part), part);
        }
    }
}
