package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A second of TCP by iperf3, with every offload on, that has to be fast and nearly without retransmission. */
final class Bulk {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Bulk() {
    }

    /** Between two namespaces; an empty name is the host. */
    static void passes(final Lab lab, final String server, final String client, final String address, final String... options) {
        final Path log = lab.directory().resolve("iperf-server");
        final Process process = server.isEmpty()
            ? lab.start(log, "iperf3", "-s", "-1", "--forceflush") : lab.start(log, "ip", "netns", "exec", server, "iperf3", "-s", "-1", "--forceflush");
        Await.until("iperf3 listens", Duration.ofSeconds(5), () -> read(log).contains("listening"));
        final String[] command = {"iperf3", "-c", address, "-t", "1", "-J"};
        final String[] all = Arrays.copyOf(command, command.length + options.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        final JsonNode end = JSON.readTree((client.isEmpty() ? lab.run(all) : lab.in(client, all)).ok().stdout()).get("end");
        Daemon.waitFor(process);
        final double gigabits = end.get("sum_received").get("bits_per_second").asDouble() / 1e9;
        final long retransmits = end.get("sum_sent").get("retransmits").asLong();
        final long segments = end.get("sum_sent").get("bytes").asLong() / 1_448;
        assertTrue(gigabits > 0.5, "only " + gigabits + " Gbit/s");
        assertTrue(retransmits < segments / 100 + 100, retransmits + " of " + segments + " segments were sent again");
    }

    private static String read(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
