package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Once;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A plug whose namespace is missing when the daemon starts, as after a reboot, is made when somebody makes the namespace.
 * Nobody asks the daemon meanwhile: a call of switchctl would make it look by itself.
 */
@Once
class WaitingPlugIT extends SystemTest {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** Plugs namespaces that others made, and takes those away while no daemon runs. */
    private void rebootWithPlugsInto(final String... namespaces) {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns0", "port=p-ns0", "addr=10.0.0.100/24").ok();
        for (int i = 0; i < namespaces.length; i++) {
            lab.run("ip", "netns", "add", namespaces[i]).ok();
            plug("br-test", namespaces[i], "10.0.0." + (i + 1) + "/24");
        }
        assertEquals(0, daemon.stop("TERM"));
        for (final String netns : namespaces) {
            lab.run("ip", "netns", "del", netns).ok();
            Await.until("the pair of " + netns + " is gone", DEADLINE, () -> !devices().contains("p-" + netns));
        }
        daemon.start();
    }

    private void awaitPlug(final String netns) {
        final long start = System.nanoTime();
        Await.until("namespace " + netns + " is plugged in", DEADLINE, () -> devices().contains("p-" + netns));
        System.out.println("the plug that had waited for " + netns + " was seen " + (System.nanoTime() - start) / 1_000_000 + " ms after its namespace");
    }

    @Test
    void aPlugIsMadeAsSoonAsIpMakesItsNamespace() {
        rebootWithPlugsInto("ns1", "ns2");
        assertTrue(daemon.log().contains("device p-ns1 cannot be made again yet"), daemon.log());
        lab.run("ip", "netns", "add", "other").ok();
        lab.run("ip", "netns", "add", "ns1").ok();
        awaitPlug("ns1");
        Await.until("its inside end is set up", DEADLINE, () -> lab.in("ns1", "ip", "-o", "link", "show", "eth0").stdout().contains("LOWER_UP"));
        ping("ns1", "10.0.0.100");
        assertFalse(devices().contains("p-ns2"));
        lab.run("ip", "netns", "add", "ns2").ok();
        awaitPlug("ns2");
    }

    @Test
    void aPlugComesBackWithItsNamespaceWhileTheDaemonRuns() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns0", "port=p-ns0", "addr=10.0.0.100/24").ok();
        ctl("plug", "br-test", "ns1", "port=p-ns1", "addr=10.0.0.1/24").ok();
        lab.run("ip", "netns", "del", "ns1").ok();
        Await.until("the pair goes with the namespace", DEADLINE, () -> !devices().contains("p-ns1"));
        Await.until("show says why", DEADLINE, () -> ctl("show").ok().stdout().contains("could not open network device p-ns1 (No such device)"));
        lab.run("ip", "netns", "add", "ns1").ok();
        awaitPlug("ns1");
        Await.until("its inside end is set up", DEADLINE, () -> lab.in("ns1", "ip", "-o", "link", "show", "eth0").stdout().contains("LOWER_UP"));
        ping("ns1", "10.0.0.100");
        lab.run("sh", "-c", "ip netns del ns1 && ip netns add ns1").ok();
        Await.until("it is in the next namespace too", DEADLINE, () -> lab.in("ns1", "ip", "-o", "link", "show", "eth0").stdout().contains("LOWER_UP"));
        ping("ns1", "10.0.0.100");
    }

    @Test
    void aContainersNamespaceMayBeASymbolicLink() throws InterruptedException {
        rebootWithPlugsInto("ns1");
        final Process container = lab.start(lab.directory().resolve("container.log"), "unshare", "--net", "sleep", "infinity");
        Await.until("it sleeps in a namespace of its own", DEADLINE, () -> lab.run("ls", "-l", "/proc/" + container.pid() + "/exe").stdout().contains("sleep"));
        lab.run("ln", "-s", "/proc/" + container.pid() + "/ns/net", "/run/netns/ns1").ok();
        awaitPlug("ns1");
        ctl("unplug", "p-ns1").ok();
        assertTrue(container.destroyForcibly().waitFor(5, TimeUnit.SECONDS));
        lab.run("rm", "/run/netns/ns1").ok();
    }

    @Test
    void theDirectoryOfTheNamesMayBeMissingAtTheStart() {
        ctl("add-br", "br-test").ok();
        lab.run("ip", "netns", "add", "ns1").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        assertEquals(0, daemon.stop("TERM"));
        lab.run("ip", "netns", "del", "ns1").ok();
        Await.until("the pair is gone", DEADLINE, () -> !devices().contains("p-ns1"));
        lab.run("sh", "-c", "umount /run/netns; rmdir /run/netns").ok();
        daemon.start();
        lab.run("ip", "netns", "add", "ns1").ok();
        awaitPlug("ns1");
    }

    @Test
    void aPlugThatNobodyWantsAnyMoreIsNotMade() {
        rebootWithPlugsInto("ns1", "ns2");
        ctl("unplug", "p-ns1").ok();
        lab.run("ip", "netns", "add", "ns1").ok();
        lab.run("ip", "netns", "add", "ns2").ok();
        awaitPlug("ns2");
        assertEquals(List.of(), devices().stream().filter(device -> device.equals("p-ns1")).toList());
    }
}
