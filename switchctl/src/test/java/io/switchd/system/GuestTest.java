package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Await;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RawHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/**
 * A test with guests on the bridge {@code br}: raw sockets in namespaces whose kernels send nothing of their own. The
 * guest {@code a} is at the port {@code a}.
 */
abstract class GuestTest extends SystemTest {

    static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    static final Duration SOON = Duration.ofSeconds(10);

    private final Map<String, RawHost> guests = new LinkedHashMap<>();
    private final List<Flow> flows = new ArrayList<>();
    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, List<byte[]>> expected = new HashMap<>();

    @BeforeEach
    void makeTheBridge() {
        ctl("add-br", "br", "local=false").ok();
    }

    @AfterEach
    void disconnectGuests() {
        flows.forEach(Flow::close);
        flows.clear();
        guests.values().forEach(RawHost::close);
        guests.clear();
        sent.clear();
        expected.clear();
    }

    /** Connects guests, each given as {@code name} or {@code name key=value...}. */
    void guests(final String... specs) {
        guestsOf("br", specs);
    }

    void guestsOf(final String bridge, final String... specs) {
        final List<String> call = new ArrayList<>();
        for (final String spec : specs) {
            final List<String> words = List.of(spec.split(" "));
            silentNamespace(words.get(0));
            if (!call.isEmpty()) {
                call.add("--");
            }
            call.addAll(List.of("plug", bridge, words.get(0), "port=" + words.get(0)));
            call.addAll(words.subList(1, words.size()));
        }
        ctl(call.toArray(String[]::new)).ok();
        for (final String spec : specs) {
            final String name = spec.split(" ")[0];
            guests.put(name, new RawHost(lab, name, "eth0"));
        }
    }

    void silentNamespace(final String name) {
        lab.run("ip", "netns", "add", name).ok();
        lab.in(name, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1").ok();
    }

    RawHost guest(final String name) {
        return guests.get(name);
    }

    /** Starts a flow between two guests, to whom nobody else may send or listen until it has stopped. */
    Flow flow(final String from, final String to, final int perSecond) {
        final Flow flow = new Flow(guest(from), guest(to), mac(to), mac(from), perSecond);
        flows.add(flow);
        return flow;
    }

    /** The address of a guest whose name is a letter. */
    static String mac(final String guest) {
        return String.format("02:00:00:00:00:%02x", (int) guest.charAt(0));
    }

    static Frames to(final String destination, final String sender) {
        return Frames.frame(destination, mac(sender));
    }

    static Frames toAll(final String sender) {
        return to(BROADCAST, sender);
    }

    /** Long enough that no frame needs padding, with tags or without. */
    static String full(final String text) {
        return String.format("%-60s", text);
    }

    void sends(final String guest, final byte[] frame) {
        guest(guest).send(frame);
        sent.merge(guest, 1, Integer::sum);
    }

    void gets(final String guest, final byte[] frame) {
        expected.computeIfAbsent(guest, name -> new ArrayList<>()).add(frame);
    }

    /** Demands that every guest got what it was to get, byte for byte, and nothing else; begins anew. */
    void thatIsAll() {
        allIsTaken();
        guests.forEach((name, guest) -> {
            final List<byte[]> frames = expected.getOrDefault(name, List.of());
            Await.until(name + " gets " + frames.size() + " frames", SOON, () -> guest.received().size() >= frames.size());
            assertEquals(sorted(frames), sorted(guest.take()), "frames that " + name + " got");
        });
        expected.clear();
    }

    /** Waits until the switch has decided on all that was sent. */
    void allIsTaken() {
        sent.forEach((guest, frames) ->
            Await.until("the switch has what " + guest + " sent", SOON, () -> count(guest, "rx_packets") >= frames));
    }

    private static String sorted(final List<byte[]> frames) {
        final List<String> lines = new ArrayList<>();
        frames.forEach(frame -> lines.add(HexFormat.of().formatHex(frame)));
        lines.sort(null);
        return String.join("\n", lines);
    }

    JsonNode counters(final String port) {
        return JSON.readTree(ctl("-j", "stats", port).ok().stdout()).get(0);
    }

    long count(final String port, final String counter) {
        return counters(port).get(counter).asLong();
    }

    long dropped(final String port, final String reason) {
        return counters(port).get("drops").path(reason).asLong();
    }

    String fdb() {
        return ctl("fdb", "show", "br").ok().stdout();
    }
}
