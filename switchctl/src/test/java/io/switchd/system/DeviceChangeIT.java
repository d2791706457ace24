package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.testkit.Await;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Once;
import io.switchd.testkit.Tap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Others change devices while they are ports: the switch says what is wrong, and goes on by itself when it is right
 * again.
 */
@Once
class DeviceChangeIT extends SystemTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** Two namespaces on a bridge; the device of the first is the test's own. */
    @BeforeEach
    void connectTwoNamespaces() {
        ctl("add-br", "br", "local=false").ok();
        plug("br", "ns2", "10.0.0.2/24");
        lab.run("ip", "netns", "add", "ns1").ok();
        makeDevice();
        ctl("add-port", "br", "mine").ok();
        ping("ns1", "10.0.0.2");
    }

    private void makeDevice() {
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "eth0", "netns", "ns1").ok();
        lab.in("ns1", "ip", "address", "add", "10.0.0.1/24", "dev", "eth0").ok();
        lab.in("ns1", "ip", "link", "set", "eth0", "up").ok();
    }

    private void awaitError(final String words) {
        Await.until("show tells: " + words, SOON, () -> ctl("show", "br").ok().stdout().contains(words));
    }

    private void awaitNoError() {
        Await.until("every port is up", SOON, () -> {
            for (final JsonNode port : JSON.readTree(ctl("-j", "show", "br").ok().stdout()).get(0).get("ports")) {
                if (!port.get("up").asBoolean() || port.has("error")) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void aPortMovedToAnotherNamespaceIsMissedAndComesBack() {
        lab.run("ip", "netns", "add", "away").ok();
        lab.run("ip", "link", "set", "mine", "netns", "away").ok();
        awaitError("error: \"could not open network device mine (No such device)\"");
        lab.run("ip", "-n", "away", "link", "set", "mine", "netns", Long.toString(daemon.pid())).ok();
        awaitNoError();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPortThatOneFrameHasStuckIsOpenedAnew() throws IOException {
        lab.run("ip", "netns", "add", "vm").ok();
        try (Tap tap = new NetworkNamespaces(lab.namespaces()).in("vm", () -> Tap.open("tap"))) {
            lab.run("ip", "-n", "vm", "link", "set", "tap", "netns", Long.toString(daemon.pid())).ok();
            ctl("add-port", "br", "tap").ok();
            final byte[] frame = Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:77").payload("hello");
            tap.writeIndescribable();
            Await.until("a frame of the virtual machine passes again", Duration.ofSeconds(15), () -> {
                tap.write(new byte[10], frame);
                return ctl("fdb", "show", "br").ok().stdout().contains("02:00:00:00:00:77");
            });
            assertTrue(ctl("stats", "tap").ok().stdout().contains("dropped rx-unreadable"));
            awaitNoError();
            ping("ns1", "10.0.0.2");
        }
    }

    @Test
    void aPortThatIsAwayForAMomentOnlyIsNotDeafWhenItIsBack() {
        lab.run("ip", "netns", "add", "away").ok();
        lab.run("sh", "-c", "for i in $(seq 20); do ip link set mine netns away && ip -n away link set mine netns " + daemon.pid() + " || exit 1; done").ok();
        awaitNoError();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPortThatIsRenamedIsMissedUntilItHasItsNameAgain() {
        lab.run("ip", "link", "set", "mine", "down").ok();
        lab.run("ip", "link", "set", "mine", "name", "other").ok();
        awaitError("could not open network device mine (No such device)");
        lab.run("ip", "link", "set", "other", "name", "mine").ok();
        lab.run("ip", "link", "set", "mine", "up").ok();
        awaitNoError();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPortThatIsSetDownSaysSoAndWorksWhenItIsSetUp() {
        lab.run("ip", "link", "set", "mine", "down").ok();
        awaitError("device mine is down");
        lab.run("ip", "link", "set", "mine", "up").ok();
        awaitNoError();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aBridgeWhoseHostSetItsDeviceDownSaysSo() {
        ctl("set", "bridge", "br", "local=true").ok();
        awaitNoError();
        lab.run("ip", "link", "set", "dev", "br", "down").ok();
        awaitError("no carrier: device br, the host's, is down");
        lab.run("ip", "link", "set", "dev", "br", "up").ok();
        awaitNoError();
    }

    @Test
    void aPortThatAKernelBridgeTakesSaysSoAndComesBack() {
        lab.run("ip", "link", "add", "kbr", "type", "bridge").ok();
        lab.run("ip", "link", "set", "mine", "master", "kbr").ok();
        awaitError("mine belongs to a bridge or bond of the kernel");
        lab.run("ip", "link", "set", "mine", "nomaster").ok();
        awaitNoError();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aLargerMtuCountsFromWhenItIsSet() {
        lab.in("ns1", "ip", "link", "set", "eth0", "mtu", "9000").ok();
        lab.run("ip", "link", "set", "mine", "mtu", "9000").ok();
        lab.in("ns2", "ip", "link", "set", "eth0", "mtu", "9000").ok();
        lab.run("ip", "link", "set", "p-ns2", "mtu", "9000").ok();
        Await.until("jumbo frames pass", SOON,
            () -> lab.in("ns1", "ping", "-c", "1", "-W", "1", "-M", "do", "-s", "8972", "10.0.0.2").exitCode() == 0);
    }

    @Test
    void framesForAPortWithoutCarrierAreDroppedAndCounted() {
        lab.in("ns1", "ip", "link", "set", "eth0", "down").ok();
        awaitError("error: \"no carrier: the other end of mine is down\"");
        lab.in("ns2", "ping", "-c", "1", "-W", "1", "10.0.0.1").exits(1);
        final JsonNode row = JSON.readTree(ctl("-j", "stats", "mine").ok().stdout()).get(0);
        assertTrue(row.get("drops").get("tx-no-carrier").asLong() > 0, row.toString());
        lab.in("ns1", "ip", "link", "set", "eth0", "up").ok();
        awaitNoError();
        ping("ns2", "10.0.0.1");
    }

    @Test
    void aDeviceMadeAnewAgainAndAgainCostsNoDescriptors() {
        final long before = descriptors();
        for (int i = 0; i < 20; i++) {
            lab.run("ip", "link", "del", "mine").ok();
            makeDevice();
        }
        awaitNoError();
        ping("ns1", "10.0.0.2");
        Await.until("the descriptors are back", SOON, () -> descriptors() <= before);
        assertEquals("br\n", ctl("list-br").ok().stdout());
    }

    private long descriptors() {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "fd"))) {
            return files.count();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
