package io.switchd.compare.measure;

import io.switchd.compare.subject.Host;
import io.switchd.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TCP by iperf3: some streams, one way or both ways at once, and what the hosts had to send again. */
final class TcpThroughput implements Measurement {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Figure throughput;
    private final Figure retransmits;
    private final int port;
    private final List<String> options;

    /** @param port of its own: that of the run before may not be free yet */
    TcpThroughput(final Figure throughput, final Figure retransmits, final int port, final String... options) {
        this.throughput = throughput;
        this.retransmits = retransmits;
        this.port = port;
        this.options = List.of(options);
    }

    @Override
    public List<Figure> figures() {
        return List.of(throughput, retransmits);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) {
        final Host server = bench.host(1);
        final Path log = bench.lab().directory().resolve("iperf-" + port);
        bench.lab().start(log, "ip", "netns", "exec", server.netns(), "iperf3", "-s", "-1", "--forceflush", "-p", Integer.toString(port));
        Await.until("iperf3 listens", Duration.ofSeconds(5), () -> contains(log, "listening"));
        final List<String> client = new ArrayList<>(List.of("iperf3", "-c", server.address(), "-p", Integer.toString(port),
            "-t", Integer.toString(bench.effort().tcpSeconds()), "-J"));
        client.addAll(options);
        final JsonNode end = JSON.readTree(bench.lab().in(bench.host(0).netns(), client.toArray(String[]::new)).ok().stdout()).get("end");
        values.accept(throughput, sum(end, "sum_received", "sum_received_bidir_reverse", "bits_per_second") / 1e9);
        values.accept(retransmits, sum(end, "sum_sent", "sum_sent_bidir_reverse", "retransmits"));
    }

    private static double sum(final JsonNode end, final String there, final String back, final String field) {
        final double oneWay = end.get(there).get(field).asDouble();
        return end.has(back) ? oneWay + end.get(back).get(field).asDouble() : oneWay;
    }

    private static boolean contains(final Path file, final String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (final IOException e) {
            return false;
        }
    }
}
