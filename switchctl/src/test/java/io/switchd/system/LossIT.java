package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RawHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** No frame is lost unless a counter says how, no frame is seen twice, and none overtakes another of its flow. */
@Alone
class LossIT extends SystemTest {

    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String RECEIVER = "02:00:00:00:00:99";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<RawHost> hosts = new ArrayList<>();

    /** Hosts on the ports p0 to p3, whose kernels send nothing of their own. */
    @BeforeEach
    void connectFourHosts() {
        ctl("add-br", "br", "local=false").ok();
        for (int i = 0; i < 4; i++) {
            lab.run("ip", "netns", "add", "h" + i).ok();
            lab.in("h" + i, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1").ok();
            ctl("plug", "br", "h" + i, "port=p" + i).ok();
            hosts.add(new RawHost(lab, "h" + i, "eth0"));
        }
    }

    @AfterEach
    void disconnect() {
        hosts.forEach(RawHost::close);
        hosts.clear();
    }

    private static String source(final int host) {
        return "02:00:00:00:00:0" + host;
    }

    private JsonNode counters(final String port) {
        return JSON.readTree(ctl("-j", "stats", port).ok().stdout()).get(0);
    }

    private long count(final String port, final String counter) {
        return counters(port).get(counter).asLong();
    }

    private static long dropped(final JsonNode row, final String reason) {
        return row.get("drops").path(reason).asLong();
    }

    private static int number(final byte[] frame) {
        final String text = new String(frame, StandardCharsets.ISO_8859_1);
        final int start = text.indexOf('#') + 1;
        return Integer.parseInt(text.substring(start, text.indexOf('.', start)));
    }

    @Test
    void sendersAtTheSameTimeAreForwardedEachInItsOrderWithoutLossOrDuplicate() {
        final int frames = 3_000;
        final RawHost receiver = hosts.get(3);
        receiver.send(Frames.frame(BROADCAST, RECEIVER).payload("here"));
        final List<CompletableFuture<Void>> senders = IntStream.range(0, 3).mapToObj(host -> CompletableFuture.runAsync(() -> {
            hosts.get(host).expect("here");
            for (int i = 0; i < frames; i++) {
                hosts.get(host).send(Frames.frame(RECEIVER, source(host)).payload("flow" + host + "#" + i + "."));
            }
        })).toList();
        Await.until("all frames arrive", SOON, () -> receiver.received("flow").size() >= 3 * frames);
        senders.forEach(CompletableFuture::join);
        final List<Integer> inOrder = IntStream.range(0, frames).boxed().toList();
        for (int host = 0; host < 3; host++) {
            assertEquals(inOrder, receiver.received("flow" + host).stream().map(LossIT::number).toList());
        }
        assertEquals(0, count("p3", "tx_dropped"));
    }

    @Test
    void aBroadcastLeavesOnceByEveryOtherPort() {
        final int frames = 1_000;
        for (int i = 0; i < frames; i++) {
            hosts.get(0).send(Frames.frame(BROADCAST, source(0)).payload("all#" + i + "."));
        }
        final List<Integer> inOrder = IntStream.range(0, frames).boxed().toList();
        for (final RawHost host : hosts.subList(1, 4)) {
            Await.until("all frames arrive", SOON, () -> host.received("all#").size() >= frames);
            assertEquals(inOrder, host.received("all#").stream().map(LossIT::number).toList());
        }
        assertEquals(0, hosts.get(0).received("all#").size());
        assertEquals(frames, count("p0", "rx_packets"));
    }

    /** The daemon is held while more frames come than a port's buffer takes. */
    @Test
    void framesBeyondThePortsBufferAreCountedToTheLast() {
        final int frames = 120_000;
        final RawHost receiver = hosts.get(3);
        receiver.send(Frames.frame(BROADCAST, RECEIVER).payload("here"));
        hosts.get(0).expect("here");
        ctl("stats", "reset").ok();
        Commands.run("kill", "-STOP", Long.toString(daemon.pid())).ok();
        try {
            for (int i = 0; i < frames; i++) {
                hosts.get(0).send(Frames.frame(RECEIVER, source(0)).payload("much#" + i + "."));
            }
        } finally {
            Commands.run("kill", "-CONT", Long.toString(daemon.pid())).ok();
        }
        Await.until("every frame has come or is counted", SOON, () -> receiver.received("much#").size()
            + dropped(counters("p0"), "rx-overrun") + count("p3", "tx_dropped") >= frames);
        assertTrue(dropped(counters("p0"), "rx-overrun") > 0);
        assertEquals(frames, count("p0", "rx_packets"));
        assertEquals(frames - count("p0", "rx_dropped"), count("p3", "tx_packets") + count("p3", "tx_dropped"));
        assertEquals(count("p3", "tx_packets"), receiver.received("much#").size());
    }
}
