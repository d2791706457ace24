package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import io.switchd.testkit.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The kernel tells of devices: what does not concern the switch changes nothing and costs no line in the log, and of
 * more than anybody can hear nothing is missed in the end.
 */
@Alone
@Once
class LinkEventsIT extends GuestTest {

    private static final int FRAMES_PER_SECOND = 2_000;
    private static final int EVENTS = 300;
    /** 2,000 in the thorough run of {@link ChurnIT}. */
    private static final int PAIRS = Math.min(2_000, Math.max(300, 2 * Integer.getInteger("churn.cycles", 0)));
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Among the ports is one whose MTU is refused, and is tried again each time, and one without a device. */
    @Test
    void eventsThatChangeNothingForAPortMakeTheDaemonDoNothing() throws IOException {
        guests("a", "b");
        ctl("add-port", "br", "late", "--", "add-port", "br", "odd", "mtu=65535").ok();
        lab.run("ip", "link", "add", "base", "type", "veth", "peer", "name", "end").ok();
        lab.run("sysctl", "-q", "-w", "net.ipv6.conf.base.disable_ipv6=1", "net.ipv6.conf.end.disable_ipv6=1").ok();
        lab.run("ip", "link", "set", "base", "up").ok();
        lab.run("ip", "link", "set", "end", "up").ok();
        lab.run("ip", "link", "add", "odd", "link", "base", "type", "macvlan").ok();
        Await.until("its MTU is refused and it works", SOON, () -> upAnd("odd").startsWith("true cannot set the MTU of device odd to 65535"));
        lab.run("ip", "link", "add", "noise", "up", "type", "bridge").ok();
        final Path events = lab.directory().resolve("events");
        lab.start(events, "ip", "-d", "-o", "monitor", "link");
        try (Shell shell = lab.shell()) {
            awaitEvent(shell, events, "begin");
            final String log = daemon.log();
            final String before = state();
            final Flow flow = flow("a", "b", FRAMES_PER_SECOND);
            final String fdb = fdb();
            final long received = count("a", "rx_packets");
            for (int i = 0; i < EVENTS; i++) {
                shell.run("ip link set noise alias event" + i);
            }
            awaitEvent(shell, events, "end");
            flow.arrivesWhole();
            assertEquals(log, daemon.log());
            assertEquals(before, state());
            assertEquals(fdb.lines().count(), fdb().lines().count());
            assertTrue(count("a", "rx_packets") >= received);
            final List<String> lines = Files.readAllLines(events);
            assertEquals(List.of(), lines.stream().filter(line -> !line.contains(" noise: ")).toList(), "the daemon changed a device");
            System.out.println(lines.size() + " events that were not for the switch, " + flow.sent() + " frames passed meanwhile, the slowest in " + flow.slowest().toMillis() + " ms");
        }
    }

    private String upAnd(final String port) {
        for (final JsonNode each : JSON.readTree(ctl("-j", "show", "br").ok().stdout()).get(0).get("ports")) {
            if (each.get("name").asString().equals(port)) {
                return each.get("up") + " " + each.path("error").asString("");
            }
        }
        return "";
    }

    private void awaitEvent(final Shell shell, final Path events, final String word) {
        Await.until("the monitor tells of " + word, SOON, () -> {
            shell.run("ip link set noise alias " + word);
            return read(events).contains("alias " + word);
        });
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first and the last of many pairs are ports; in the end the last is there. */
    @Test
    void aBurstOfDevicesThatComeAndGoCostsOthersNothing() {
        guests("a", "b");
        ctl("add-port", "br", "v0", "--", "add-port", "br", last()).ok();
        final long warnings = warnings();
        final Flow flow = flow("a", "b", FRAMES_PER_SECOND);
        final long start = System.nanoTime();
        burst();
        final long end = System.nanoTime();
        awaitAgreement();
        final long agreed = System.nanoTime();
        flow.arrivesWhole();
        assertEquals(warnings, warnings(), daemon.log());
        System.out.printf("%d pairs made and deleted in %d ms, the switch agreed with the kernel %d ms later; %d frames passed meanwhile, the slowest in %d ms%n",
            PAIRS, millis(end - start), millis(agreed - end), flow.sent(), flow.slowest().toMillis());
    }

    /** The daemon is held until more has happened than its socket can keep for it. */
    @Test
    void eventsThatWereLostAreMadeGoodByLookingAtWhatIsThere() {
        ctl("add-port", "br", "v0", "--", "add-port", "br", last()).ok();
        final long warnings = warnings();
        Commands.run("kill", "-STOP", Long.toString(daemon.pid())).ok();
        try {
            burst();
        } finally {
            Commands.run("kill", "-CONT", Long.toString(daemon.pid())).ok();
        }
        final long start = System.nanoTime();
        awaitAgreement();
        final long agreed = System.nanoTime();
        assertTrue(lostEvents() > 0, "the burst was too small");
        assertEquals(warnings, warnings(), daemon.log());
        System.out.printf("%d events were lost of %d pairs made and deleted, the switch agreed with the kernel after %d ms%n", lostEvents(), PAIRS, millis(agreed - start));
    }

    private static String last() {
        return "v" + (PAIRS - 1);
    }

    private void burst() {
        final StringBuilder batch = new StringBuilder();
        IntStream.range(0, PAIRS).forEach(i -> batch.append("link add v" + i + " group 7 type veth peer name w" + i + "\nlink set v" + i + " up\n"));
        batch.append("link del group 7\nlink add " + last() + " type veth peer name end\nlink set end up\n");
        lab.run(Map.of(), batch.toString(), "ip", "-batch", "-").ok();
    }

    /** That a port is up in show if, and only if, its device has a carrier. */
    private void awaitAgreement() {
        Await.until("show agrees with ip link", LONG, () -> {
            final Set<String> running = new TreeSet<>();
            JSON.readTree(lab.run("ip", "-j", "link").ok().stdout()).forEach(link -> {
                if (link.get("flags").toString().contains("LOWER_UP")) {
                    running.add(link.get("ifname").asString());
                }
            });
            final Map<String, Boolean> expected = new TreeMap<>();
            final Map<String, Boolean> shown = new TreeMap<>();
            for (final JsonNode port : JSON.readTree(ctl("-j", "show", "br").ok().stdout()).get(0).get("ports")) {
                shown.put(port.get("name").asString(), port.get("up").asBoolean());
                expected.put(port.get("name").asString(), running.contains(port.get("name").asString()));
            }
            return shown.equals(expected) && shown.get(last());
        });
    }

    /** As the kernel counts them at the one socket of the daemon's that listens to devices. */
    private long lostEvents() {
        return lab.run("cat", "/proc/net/netlink").ok().stdout().lines().map(line -> line.trim().split(" +"))
            .filter(words -> words[1].equals("0") && words[3].equals("00000001")).mapToLong(words -> Long.parseLong(words[8])).sum();
    }

    private long warnings() {
        return daemon.log().lines().filter(line -> line.contains(" WARNING ") || line.contains(" SEVERE ")).count();
    }

    private static long millis(final long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
