package io.switchd.compare;

import io.switchd.compare.subject.Host;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.testkit.Await;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is measured between two hosts. */
final class Measurements {

    static final String ADDRESS_A = Host.of(0).address();
    static final String ADDRESS_B = Host.of(1).address();

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern RTT = Pattern.compile("= [0-9.]+/([0-9.]+)/");

    private final Lab lab;
    private final int seconds;

    Measurements(final Lab lab, final int seconds) {
        this.lab = lab;
        this.seconds = seconds;
    }

    /** A figure, and whether more of it is better. */
    enum Figure {
        TCP_GBITS("TCP, 1 stream (Gbit/s)", true),
        TCP_RETRANSMITS("TCP segments sent again", false),
        FRAMES_60_KPPS("60-byte frames delivered (kpps)", true),
        PING_RTT_MICROS("ping RTT (µs, mean of 300)", false);

        private final String label;
        private final boolean moreIsBetter;

        Figure(final String label, final boolean moreIsBetter) {
            this.label = label;
            this.moreIsBetter = moreIsBetter;
        }

        String label() {
            return label;
        }

        boolean moreIsBetter() {
            return moreIsBetter;
        }
    }

    Map<Figure, Double> all() throws IOException {
        final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        lab.in("h0", "ping", "-q", "-c", "50", "-i", "0.002", ADDRESS_B).ok();
        figures.put(Figure.PING_RTT_MICROS, ping());
        tcp(figures);
        figures.put(Figure.FRAMES_60_KPPS, frames());
        return figures;
    }

    private double ping() {
        final Result result = lab.in("h0", "ping", "-q", "-c", "300", "-i", "0.002", ADDRESS_B).ok();
        final Matcher matcher = RTT.matcher(result.stdout());
        if (!matcher.find()) {
            throw new IllegalStateException("ping printed no times: " + result);
        }
        return Double.parseDouble(matcher.group(1)) * 1_000;
    }

    private void tcp(final Map<Figure, Double> figures) {
        final Path log = lab.directory().resolve("iperf-server");
        lab.start(log, "ip", "netns", "exec", "h1", "iperf3", "-s", "-1", "--forceflush");
        Await.until("iperf3 listens", Duration.ofSeconds(5), () -> contains(log, "listening"));
        final JsonNode end = JSON.readTree(lab.in("h0", "iperf3", "-c", ADDRESS_B, "-t", Integer.toString(seconds), "-J").ok().stdout()).get("end");
        figures.put(Figure.TCP_GBITS, end.get("sum_received").get("bits_per_second").asDouble() / 1e9);
        figures.put(Figure.TCP_RETRANSMITS, end.get("sum_sent").get("retransmits").asDouble());
    }

    /**
     * Frames of a protocol that no stack knows, as fast as one thread can hand them to the kernel; counted by the
     * receiving device.
     */
    private double frames() throws IOException {
        final String mac = JSON.readTree(lab.in("h1", "ip", "-j", "link", "show", "eth0").ok().stdout()).get(0).get("address").asString();
        try (FrameBlaster blaster = new NetworkNamespaces(lab.namespaces()).in("h0", () -> FrameBlaster.open("eth0", mac))) {
            blaster.run(Duration.ofMillis(500));
            final long before = received();
            final long start = System.nanoTime();
            blaster.run(Duration.ofSeconds(seconds));
            final long nanos = System.nanoTime() - start;
            return (received() - before) * 1e6 / nanos;
        }
    }

    private long received() {
        return JSON.readTree(lab.in("h1", "ip", "-j", "-s", "link", "show", "eth0").ok().stdout()).get(0)
            .get("stats64").get("rx").get("packets").asLong();
    }

    private static boolean contains(final Path file, final String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (final IOException e) {
            return false;
        }
    }
}
