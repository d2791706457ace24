package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Blaster;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Once;
import io.switchd.testkit.RawHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code switchctl monitor}: what is told of what really happens. */
@Alone
@Once
class MonitorIT extends SystemTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FLOOD = 300_000;
    private static final int PER_SECOND = 2_000;
    private static final long MADE_UP = 0x02_77_00_00_00_00L;

    private final List<Process> monitors = new ArrayList<>();
    private int files;

    /** Starts a monitor, and returns the file of what it prints when it follows. */
    private Path monitor(final String... args) {
        final Path output = lab.directory().resolve("monitor" + files++);
        final List<String> command = new ArrayList<>(List.of(Daemon.program("switchctl")));
        command.addAll(List.of(args));
        monitors.add(lab.start(Map.of("SWITCHD_SOCKET", daemon.socket().toString()), output, command.toArray(String[]::new)));
        return output;
    }

    private static String text(final Path output) {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void says(final Path output, final String regex) {
        says(1, output, regex);
    }

    private static void says(final int times, final Path output, final String regex) {
        try {
            Await.until("the monitor says " + regex, SOON, () -> text(output).lines().filter(line -> line.matches(".*" + regex)).count() >= times);
        } catch (final AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nIt said:\n" + text(output), e);
        }
    }

    /** A monitor that is known to follow: it has told of a bridge that was made for it. */
    private Path following(final String... args) {
        final Path output = monitor(args);
        Await.until("the monitor follows", SOON, () -> {
            ctl("add-br", "probe", "local=false").ok();
            ctl("del-br", "probe").ok();
            return text(output).contains("probe");
        });
        return output;
    }

    @AfterEach
    void endMonitors() {
        monitors.forEach(Process::destroyForcibly);
        monitors.clear();
    }

    @Test
    void portsJoinLeaveGoUpAndDownAndSayWhy() {
        final Path output = following("monitor", "port", "bridge");
        ctl("add-br", "a", "local=false", "--", "add-port", "a", "p1").ok();
        says(output, "Z bridge added bridge=a");
        says(output, "Z port absent bridge=a port=p1 reason=\"could not open network device p1 \\(No such device\\)\"");
        lab.run("ip", "link", "add", "p1", "type", "veth", "peer", "name", "q1").ok();
        says(output, "Z port joined bridge=a port=p1");
        says(output, "Z port down bridge=a port=p1 reason=\"no carrier: the other end of p1 is down\"");
        lab.run("ip", "link", "set", "q1", "up").ok();
        says(output, "Z port up bridge=a port=p1");
        lab.run("ip", "link", "add", "kernel", "type", "bridge").ok();
        lab.run("ip", "link", "set", "p1", "master", "kernel").ok();
        says(output, "Z port left bridge=a port=p1 reason=\"p1 belongs to a bridge or bond of the kernel\"");
        lab.run("ip", "link", "set", "p1", "nomaster").ok();
        says(2, output, "Z port joined bridge=a port=p1");
        lab.run("ip", "link", "set", "p1", "name", "p2").ok();
        says(output, "Z port left bridge=a port=p1 reason=\"its device is gone\"");
        ctl("add-port", "a", "p2", "--", "del-port", "p1").ok();
        ctl("del-port", "p2").ok();
        says(output, "Z port left bridge=a port=p2 reason=\"it is not configured any more\"");
        ctl("del-br", "a").ok();
        says(output, "Z bridge removed bridge=a");
        assertEquals(0, text(output).lines().filter(line -> line.contains(" fdb ") || line.contains(" config ")).count());
    }

    @Test
    void stationsAreLearnedMoveAndAreForgotten() {
        ctl("add-br", "a", "local=false").ok();
        plug("a", "ns1", "10.0.0.1/24");
        plug("a", "ns2", "10.0.0.2/24");
        final Path output = following("monitor", "fdb", "bridge");
        try (RawHost one = new RawHost(lab, "ns1", "eth0"); RawHost two = new RawHost(lab, "ns2", "eth0")) {
            final byte[] frame = Frames.frame("ff:ff:ff:ff:ff:ff", "02:77:00:00:00:01").payload("hello");
            one.send(frame);
            says(output, "Z fdb learned bridge=a vlan=0 mac=02:77:00:00:00:01 port=p-ns1");
            two.send(frame);
            says(output, "Z fdb moved bridge=a vlan=0 mac=02:77:00:00:00:01 port=p-ns2 from=p-ns1");
            ctl("fdb", "flush", "a", "port=p-ns2").ok();
            says(output, "Z fdb flushed bridge=a vlan=0 mac=02:77:00:00:00:01 port=p-ns2");
        }
        Await.until("the log tells of the move", SOON, () -> daemon.log().contains("station 02:77:00:00:00:01 of VLAN 0 on bridge a moved from port p-ns1 to port p-ns2"));
    }

    @Test
    void stationsThatMakeRoomAndThoseThatAgeAreTold() {
        ctl("add-br", "a", "local=false", "mac-table-size=10", "mac-aging-time=10").ok();
        plug("a", "ns1", "10.0.0.1/24");
        final Path output = following("monitor", "fdb", "bridge");
        try (RawHost one = new RawHost(lab, "ns1", "eth0")) {
            for (int i = 1; i <= 11; i++) {
                one.send(Frames.frame("ff:ff:ff:ff:ff:ff", String.format("02:77:00:00:01:%02x", i)).payload("hello"));
            }
            says(output, "Z fdb evicted bridge=a vlan=0 mac=02:77:00:00:01:01 port=p-ns1");
            says(11, output, "Z fdb learned bridge=a vlan=0 mac=02:77:00:00:01:.. port=p-ns1");
            says(output, "Z fdb aged bridge=a vlan=0 mac=02:77:00:00:01:0b port=p-ns1");
        }
    }

    @Test
    void changesOfTheConfigurationAreToldWithWhoMadeThemAndJsonHasThemALine() {
        final Path output = following("-j", "monitor", "config", "bridge");
        ctl("add-br", "a", "local=false").ok();
        says(output, "\"topic\":\"config\",\"event\":\"changed\",\"generation\":\\d+,\"uid\":0}");
        lab.run("ip", "netns", "add", "ns1").ok();
        ctl("plug", "a", "ns1", "addr=10.0.0.1/24", "gw=10.9.9.9").exits(1);
        says(output, "\"topic\":\"config\",\"event\":\"undone\",\"generation\":\\d+,\"uid\":0}");
        text(output).lines().forEach(line -> assertTrue(line.matches("\\{\"seq\":\\d+,\"time\":\"[-0-9T:.]+Z\",\"topic\":.*}"), line));
    }

    @Test
    void namespacesComeAndGoWhoeverMakesThem() {
        final Path words = following("monitor", "netns", "bridge");
        final Path lines = monitor("netns", "monitor", "since=" + sequence());
        final Path json = monitor("-j", "netns", "monitor", "since=" + sequence());
        lab.run("ip", "netns", "add", "ns1").ok();
        says(lines, "^add ns1");
        lab.run("ip", "netns", "del", "ns1").ok();
        says(lines, "^delete ns1");
        ctl("add-br", "a", "local=false", "--", "plug", "a", "ns2", "addr=10.0.0.1/24").ok();
        says(lines, "^add ns2");
        ctl("unplug", "a", "ns2-eth0").ok();
        says(lines, "^delete ns2");
        assertEquals("add ns1\ndelete ns1\nadd ns2\ndelete ns2\n", text(lines));
        says(words, "Z netns added netns=ns1");
        says(words, "Z netns removed netns=ns2");
        says(json, "\\{\"seq\":\\d+,\"time\":\"[-0-9T:.]+Z\",\"topic\":\"netns\",\"event\":\"removed\",\"netns\":\"ns2\"}");
        assertEquals(4, text(json).lines().count());
    }

    /** Number of the newest event. */
    private long sequence() {
        try (ControlClient client = new ControlClient(daemon.socket())) {
            return Long.parseLong(client.call("monitor", "{}").replaceAll(".*\"sequence\":(\\d+)}}", "$1"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoGoesOnFromANumberMissesNothing() {
        final Path first = following("-j", "monitor", "bridge");
        ctl("add-br", "a", "local=false").ok();
        says(first, "\"added\",\"bridge\":\"a\"}");
        final String last = text(first).lines().filter(line -> line.contains("\"a\"")).findFirst().orElseThrow();
        final String sequence = last.replaceAll("\\{\"seq\":(\\d+),.*", "$1");
        endMonitors();
        ctl("add-br", "b", "local=false").ok();
        final Path next = monitor("monitor", "since=" + sequence, "bridge");
        says(next, "bridge added bridge=b");
        assertEquals(1, text(next).lines().count(), text(next));
        says(monitor("monitor", "since=1"), "Z monitor restarted");
    }

    @Test
    void aReaderThatDoesNotReadSlowsNobody() throws Exception {
        ctl("add-br", "a", "local=false", "mac-table-size=1000").ok();
        for (int i = 1; i <= 3; i++) {
            plug("a", "ns" + i, "10.0.0." + i + "/24");
        }
        final Path output = following("monitor");
        final Process slow = monitors.get(0);
        lab.run("kill", "-STOP", Long.toString(slow.pid())).ok();
        slow.descendants().forEach(process -> lab.run("kill", "-STOP", Long.toString(process.pid())).ok());
        try (RawHost one = new RawHost(lab, "ns1", "eth0"); RawHost two = new RawHost(lab, "ns2", "eth0");
             Blaster blaster = new Blaster(lab, "ns3", "eth0", Frames.frame("02:00:00:00:00:02", "02:77:00:00:00:00").payload("hello"));
             Flow flow = new Flow(one, two, "02:00:00:00:00:02", "02:00:00:00:00:01", PER_SECOND)) {
            two.send(Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:02").payload("hello"));
            blaster.send(FLOOD, i -> MADE_UP + i);
            flow.arrivesWhole();
            System.out.println(FLOOD + " made-up stations while a monitor did not read: a flow of " + flow.sent() + " frames whole, slowest "
                + flow.slowest().toMillis() + " ms");
        }
        slow.descendants().forEach(process -> lab.run("kill", "-CONT", Long.toString(process.pid())).ok());
        lab.run("kill", "-CONT", Long.toString(slow.pid())).ok();
        says(output, "(fdb|monitor) missed count=\\d+");
        ctl("add-br", "last", "local=false").ok();
        says(output, "bridge added bridge=last");
    }

    @Test
    void itEndsWithTheDaemonAndWithItsReader() throws Exception {
        following("monitor");
        daemon.stop("TERM");
        assertTrue(monitors.get(0).waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, monitors.get(0).exitValue());
        assertTrue(text(lab.directory().resolve("monitor" + (files - 1))).endsWith(" has closed the connection; did it end?\n"));
        daemon.start();
        final Path piped = lab.directory().resolve("piped");
        final Process pipe = lab.start(Map.of("SWITCHD_SOCKET", daemon.socket().toString()), piped, "sh", "-c",
            Daemon.program("switchctl") + " monitor since=1 | head -1");
        monitors.add(pipe);
        Await.until("it ends when nobody reads", SOON, () -> {
            ctl("add-br", "probe", "local=false", "--", "list-br").ok();
            ctl("del-br", "probe").ok();
            return !pipe.isAlive();
        });
        assertTrue(text(piped).endsWith("Z monitor restarted\n"), text(piped));
    }

    @Test
    void whatCannotBeFollowedIsRefused() {
        ctl("monitor", "prt").exits(1).says("there is no topic \"prt\" (did you mean port?)");
        ctl("monitor", "since=x").exits(64).says("since=x is not a whole number");
        ctl("monitor", "sinc=1").exits(64).says("'monitor' command has no 'sinc='");
        ctl("monitor", "--", "list-br").exits(64).says("'monitor' stands alone in a call");
        ctl("--dry-run", "monitor").exits(64).says("'monitor' command has no '--dry-run' option");
        ctl("--socket", "/nowhere", "monitor").exits(3);
        ctl("netns", "monitor", "ns1").exits(64).says("'netns monitor' command cannot use 'ns1': netns monitor [since=SEQ]");
        ctl("netns", "monitor", "since=-1x").exits(64).says("since=-1x is not a whole number");
        ctl("netns", "monitor", "--", "netns", "list").exits(64).says("'netns monitor' stands alone in a call");
        ctl("--no-wait", "netns", "monitor").exits(64).says("'netns monitor' command has no '--no-wait' option");
    }
}
