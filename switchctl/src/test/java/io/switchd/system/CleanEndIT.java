package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RawHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the daemon leaves of itself on a device that is not its own: nothing, however it ends. */
class CleanEndIT extends SystemTest {

    private static final String HOST_ADDRESS = "192.0.2.1";
    private static final int ARP = 0x0806;
    private static final int REPLY = 2;

    @BeforeEach
    void makeADeviceOfTheUser() {
        lab.run("ip", "netns", "add", "ns1").ok();
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "eth0", "netns", "ns1").ok();
        lab.run("ip", "address", "add", HOST_ADDRESS + "/24", "dev", "mine").ok();
        lab.run("ip", "link", "set", "mine", "up").ok();
    }

    private void makeItAPort() {
        ctl("add-br", "br", "local=false", "--", "add-port", "br", "mine").ok();
    }

    private String promiscuity() {
        return lab.run("ip", "-d", "link", "show", "mine").ok().stdout().replaceAll("(?s).*(promiscuity \\d+).*", "$1");
    }

    private String ipv6IsDisabled() {
        return ipv6IsDisabled("mine");
    }

    private String ipv6IsDisabled(final String device) {
        return lab.run("cat", "/proc/sys/net/ipv6/conf/" + device + "/disable_ipv6").ok().stdout().trim();
    }

    /**
     * Whether the host answers a request for its address that comes in on the device; asked again, since a device that
     * was just set up may lose one.
     */
    private boolean hostAnswersArp() {
        final byte[] request = new byte[28];
        ByteBuffer.wrap(request).putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4).putShort((short) 1)
            .put(new byte[] {2, 0, 0, 0, 0, 7}).put(new byte[] {(byte) 192, 0, 2, 7})
            .put(new byte[6]).put(new byte[] {(byte) 192, 0, 2, 1});
        try (RawHost host = new RawHost(lab, "ns1", "eth0")) {
            final long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            long nextRequest = System.nanoTime();
            while (System.nanoTime() < end) {
                if (System.nanoTime() >= nextRequest) {
                    host.send(Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:07").payload(ARP, request));
                    nextRequest += Duration.ofMillis(100).toNanos();
                }
                if (host.received().stream().anyMatch(CleanEndIT::isArpReply)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isArpReply(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        return frame.length >= 42 && bytes.getShort(12) == ARP && bytes.getShort(20) == REPLY;
    }

    @Test
    void whileADeviceIsAPortTheHostNeitherAnswersOnItNorHasIpv6There() {
        assertTrue(hostAnswersArp(), "before");
        makeItAPort();
        assertEquals("promiscuity 1", promiscuity());
        assertEquals("1", ipv6IsDisabled());
        assertTrue(!hostAnswersArp());
        ctl("del-port", "mine").ok();
        assertTheHostHasItsDeviceBack();
    }

    @Test
    void aDaemonThatIsToldToEndGivesTheDeviceBack() {
        makeItAPort();
        assertEquals(0, daemon.stop("TERM"));
        try {
            assertTheHostHasItsDeviceBack();
        } finally {
            daemon.start();
        }
    }

    @Test
    void ofADaemonThatIsKilledAProcessThatSleepsHoldsThePortsForTheNextOneAndLetsGoOfThemWhenItEnds() throws IOException {
        makeItAPort();
        final String holder = holder();
        daemon.stop("KILL");
        assertTrue(!hostAnswersArp(), "the host is kept off what waits for the next daemon");
        lab.run("kill", "-9", holder).ok();
        try {
            Await.until("the kernel has closed the sockets", Duration.ofSeconds(5), () -> promiscuity().equals("promiscuity 0"));
            assertTrue(hostAnswersArp(), "the filter went with the sockets");
        } finally {
            daemon.start();
        }
        Await.until("the port has joined again", Duration.ofSeconds(5), () -> promiscuity().equals("promiscuity 1"));
        assertTrue(!hostAnswersArp());
        assertEquals("sleep 60", lab.run("ps", "-o", "args=", "-p", holder()).ok().stdout().strip());
    }

    /** The process that holds the ports for the next daemon. */
    private String holder() throws IOException {
        return Files.readString(daemon.socket().resolveSibling("holder")).split(" ")[1];
    }

    @Test
    void theIpv6OfAPortComesBackThoughADaemonWasKilledMeanwhile() {
        makeItAPort();
        daemon.stop("KILL");
        assertEquals("1", ipv6IsDisabled());
        daemon.start();
        assertEquals("1", ipv6IsDisabled(), "it is a port again");
        ctl("del-port", "mine").ok();
        assertEquals("0", ipv6IsDisabled());
    }

    @Test
    void theIpv6OfWhatWasAPortComesBackThoughTheNextDaemonDoesNotKnowThePort() throws IOException {
        makeItAPort();
        daemon.stop("KILL");
        daemon.forget();
        daemon.start();
        assertEquals("0", ipv6IsDisabled());
    }

    @Test
    void ipv6ThatWasOffBeforeStaysOff() {
        lab.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/mine/disable_ipv6").ok();
        makeItAPort();
        daemon.stop("KILL");
        daemon.start();
        ctl("del-port", "mine").ok();
        assertEquals("1", ipv6IsDisabled());
    }

    @Test
    void theIpv6OfAPortComesBackThoughItWasRenamed() {
        makeItAPort();
        lab.run("ip", "link", "set", "mine", "down").ok();
        lab.run("ip", "link", "set", "mine", "name", "other").ok();
        Await.until("the port has left", Duration.ofSeconds(5), () -> ctl("show").ok().stdout().contains("No such device"));
        assertEquals("0", ipv6IsDisabled("other"));
    }

    private void assertTheHostHasItsDeviceBack() {
        assertEquals("promiscuity 0", promiscuity());
        assertTrue(hostAnswersArp());
        assertEquals("0", ipv6IsDisabled());
    }

    @Test
    void aDaemonThatIsToldToEndWhileItStartsEndsWell() throws IOException {
        final Path output = lab.directory().resolve("starting.log");
        final Path run = lab.directory().resolve("starting");
        final Process starting = lab.start(output, Daemon.program("switchd"), "--run-dir", run.toString(), "--no-state");
        Await.until("it has begun to start", Duration.ofSeconds(20), () -> Files.exists(run));
        lab.run("kill", Long.toString(starting.pid())).ok();
        assertEquals(0, Daemon.waitFor(starting), () -> "the log is in " + output);
        assertTrue(Files.notExists(run.resolve("switchd.sock")));
    }

    @Test
    void clientsThatAreConnectedDoNotHoldUpTheEnd() throws IOException {
        try (ControlClient idle = new ControlClient(daemon.socket()); ControlClient half = new ControlClient(daemon.socket())) {
            idle.call("list-br", "{}");
            half.send("{\"jsonrpc\"");
            final long start = System.nanoTime();
            assertEquals(0, daemon.stop("TERM"));
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
            assertTrue(Files.notExists(daemon.socket()));
        } finally {
            daemon.start();
        }
    }

    @Test
    void aSecondDaemonCannotHaveTheStateOfAnother() throws IOException {
        final Path output = lab.directory().resolve("second.log");
        final Process second = lab.start(output, Daemon.program("switchd"),
            "--run-dir", lab.directory().resolve("elsewhere").toString(), "--state-dir", daemon.stateDirectory().toString());
        assertEquals(1, Daemon.waitFor(second));
        assertTrue(Files.readString(output).contains("another switchd (pid " + daemon.pid() + ")"), Files.readString(output));
        assertTrue(Files.notExists(lab.directory().resolve("elsewhere/switchd.sock")));
    }
}
