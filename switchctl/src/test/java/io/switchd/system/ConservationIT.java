package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Await;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RawHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Frames in are frames out and frames dropped, each once and in order. */
class ConservationIT extends SystemTest {

    private static final int FRAMES = 10_000;
    /** Fewer than the ring of a port holds: a daemon that has just started is slow. */
    private static final int AT_ONCE = 1_000;
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";

    @Test
    void everyFrameIsForwardedOnceAndInOrderOrCountedAsDropped() {
        ctl("add-br", "br", "local=false", "--", "plug", "br", "nsa", "port=pa", "--", "plug", "br", "nsb", "port=pb").ok();
        try (RawHost a = new RawHost(lab, "nsa", "eth0"); RawHost b = new RawHost(lab, "nsb", "eth0")) {
            b.send(Frames.frame(MAC_A, MAC_B).payload("b is here"));
            a.expect("b is here");
            final List<String> expected = sendAll(a, b);
            assertEquals(expected, b.received("seq=").stream().map(ConservationIT::sequence).toList());
        }
        final JsonNode rows = JSON.readTree(ctl("-j", "stats", "br").ok().stdout());
        final JsonNode pa = rows.get(0);
        final JsonNode pb = rows.get(1);
        final long in = pa.get("rx_packets").asLong() + pb.get("rx_packets").asLong();
        final long out = pa.get("tx_packets").asLong() + pb.get("tx_packets").asLong();
        final long dropped = pa.get("rx_dropped").asLong() + pb.get("rx_dropped").asLong()
            + pa.get("tx_dropped").asLong() + pb.get("tx_dropped").asLong();
        assertEquals(in, out + dropped, rows.toString());
    }

    /** Sends frames of which about a third must be dropped; returns the numbers of the others. */
    private static List<String> sendAll(final RawHost a, final RawHost b) {
        final Random random = new Random(42);
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            final String text = "seq=" + i + ".";
            switch (random.nextInt(6)) {
                case 0:
                    a.send(Frames.frame("01:80:c2:00:00:00", MAC_A).payload(text));
                    break;
                case 1:
                    a.send(Frames.frame(MAC_B, MAC_A).vlan(4095).payload(text));
                    break;
                case 2:
                    a.send(Frames.frame(MAC_B, MAC_A).vlan(7).payload(text));
                    expected.add(text);
                    break;
                default:
                    a.send(Frames.frame(MAC_B, MAC_A).payload(text));
                    expected.add(text);
                    break;
            }
            if (i % AT_ONCE == AT_ONCE - 1) {
                Await.until("all frames arrive", Duration.ofSeconds(20), () -> b.received("seq=").size() >= expected.size());
            }
        }
        return expected;
    }

    private static String sequence(final byte[] frame) {
        final String text = new String(frame, StandardCharsets.ISO_8859_1);
        final int start = text.indexOf("seq=");
        return text.substring(start, text.indexOf('.', start) + 1);
    }
}
