package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Everything between a namespace and a bridge in one command, and its undoing. */
class PlugIT extends SystemTest {

    @Test
    void plugConnectsTwoNamespacesAndUnplugLeavesNoTrace() {
        final String before = state();
        ctl("add-br", "br-test").ok();
        final String withBridge = lab.run("ip", "-o", "link").stdout();
        ctl("plug", "br-test", "ns1", "dev=tap1", "port=br-tap1", "addr=10.0.0.1/24").ok();
        ctl("plug", "br-test", "ns2", "dev=tap2", "port=br-tap2", "addr=10.0.0.2/24", "addr=fd00::2/64").ok();
        ping("ns1", "10.0.0.2");
        assertTrue(lab.in("ns2", "ip", "-o", "address", "show", "dev", "tap2").stdout().contains("fd00::2/64"));
        assertTrue(lab.in("ns2", "ip", "-o", "link", "show", "lo").stdout().contains("LOOPBACK,UP"));
        ctl("unplug", "br-test", "br-tap1").ok();
        ctl("unplug", "br-tap2").ok();
        assertEquals("", ctl("netns", "list").ok().stdout());
        assertEquals(withBridge.lines().count(), lab.run("ip", "-o", "link").stdout().lines().count());
        ctl("del-br", "br-test").ok();
        assertEquals(before, state());
    }

    @Test
    void macMtuAndGatewayAreTheOnesAskedFor() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "mac=02:00:00:00:00:11", "mtu=9000", "gw=10.0.0.254").ok();
        final String inside = lab.in("ns1", "ip", "-o", "link", "show", "dev", "eth0").ok().stdout();
        assertTrue(inside.contains("02:00:00:00:00:11") && inside.contains("mtu 9000"), inside);
        assertTrue(lab.run("ip", "-o", "link", "show", "dev", "ns1-eth0").ok().stdout().contains("mtu 9000"));
        assertTrue(lab.in("ns1", "ip", "route").ok().stdout().contains("default via 10.0.0.254 dev eth0"));
    }

    @Test
    void aNamespaceThatWasThereBeforeStays() {
        ctl("add-br", "br-test").ok();
        lab.run("ip", "netns", "add", "ns1").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        ctl("unplug", "p-ns1").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
        ctl("netns", "add", "ns2").ok();
        plug("br-test", "ns2", "10.0.0.2/24");
        ctl("unplug", "p-ns2").ok();
        assertEquals("ns1\nns2\n", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceThatOthersHavePutDevicesIntoStays() {
        ctl("add-br", "br-test", "local=false").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        ctl("add-veth", "v1", "v2", "netns=ns1").ok();
        assertTrue(!ctl("--dry-run", "unplug", "p-ns1").ok().stdout().contains("remove namespace"));
        ctl("unplug", "p-ns1").ok();
        lab.in("ns1", "ip", "link", "show", "v2").ok();
        ctl("del-veth", "v1").ok();
    }

    @Test
    void aNamespaceOfTwoPlugsGoesWithTheLast() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "port=a", "dev=eth0", "--", "plug", "br-test", "ns1", "port=b", "dev=eth1").ok();
        ctl("unplug", "a").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
        ctl("unplug", "b").ok();
        assertEquals("", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aPlugThatFailsAtItsLastStepLeavesNoTrace() {
        ctl("add-br", "br-test").ok();
        final String before = state();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "gw=192.0.2.1").exits(1).says("cannot add the default route by 192.0.2.1");
        assertEquals(before, state());
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "--", "plug", "br-test", "ns2", "addr=10.0.0.2/24", "gw=192.0.2.1").exits(1);
        assertEquals(before, state());
    }

    @Test
    void whatIsTakenIsRefusedBeforeAnythingIsMade() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        final String before = state();
        ctl("plug", "br-test", "ns1", "port=q").exits(1).says("namespace ns1 already has a device of that name");
        ctl("plug", "br-test", "ns2", "port=p-ns1").exits(1).says("a port named p-ns1 already exists on bridge br-test");
        ctl("plug", "br-test", "ns2", "port=lo").exits(1).says("a device named lo already exists");
        ctl("plug", "br-none", "ns2").exits(1).says("no bridge named br-none");
        ctl("plug", "br-test", "ns2", "addr=10.0.0.1").exits(1).says("no prefix length");
        ctl("plug", "br-test", "ns2", "addr=10.0.0.1/33").exits(1).says("allowed are 0 to 32");
        ctl("plug", "br-test", "ns2", "mtu=5").exits(1).says("allowed are 68 to 65535");
        ctl("netns", "del", "ns1").exits(1).says("unplug p-ns1 first");
        assertEquals(before, state());
    }

    @Test
    void unplugIsForWhatPlugMade() {
        ctl("add-br", "br-test").ok();
        ctl("add-port", "br-test", "br-tap1").ok();
        ctl("unplug", "br-tap1").exits(1).says("not made by plug", "del-port");
        ctl("unplug", "nothing").exits(1).says("no port named nothing");
        ctl("--if-exists", "unplug", "nothing").ok();
    }

    @Test
    void delPortOfAPluggedPortKeepsItsVethWhichDelVethTakesAway() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        ctl("del-port", "p-ns1").ok();
        assertTrue(lab.run("ip", "-o", "link").stdout().contains("p-ns1"));
        ctl("add-port", "br-test", "p-ns1").ok();
        ctl("del-port", "p-ns1").ok();
        ctl("del-veth", "p-ns1").ok();
        assertFalse(lab.run("ip", "-o", "link").stdout().contains("p-ns1"));
    }

    @Test
    void aNamespaceThatTheUserMadeAgainUnderItsNameIsTheUsers() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        lab.run("ip", "netns", "del", "ns1").ok();
        Await.until("the pair is gone", Duration.ofSeconds(5), () -> lab.run("ip", "link", "show", "p-ns1").exitCode() != 0);
        ctl("unplug", "p-ns1").ok();
        lab.run("ip", "netns", "add", "ns1").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        ctl("unplug", "p-ns1").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceThatTheUserMadeAgainBeforeUnplugIsTheUsers() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        lab.run("ip", "netns", "del", "ns1").ok();
        Await.until("the pair is gone", Duration.ofSeconds(5), () -> lab.run("ip", "link", "show", "p-ns1").exitCode() != 0);
        lab.run("ip", "netns", "add", "ns1").ok();
        ctl("unplug", "p-ns1").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceThatTheUserMadeAgainStaysThoughAnEarlierPlugIsStillConfigured() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        lab.run("ip", "netns", "del", "ns1").ok();
        Await.until("the pair is gone", Duration.ofSeconds(5), () -> lab.run("ip", "link", "show", "p-ns1").exitCode() != 0);
        lab.run("ip", "netns", "add", "ns1").ok();
        ctl("plug", "br-test", "ns1", "port=second", "--", "plug", "br-test", "ns1", "port=third", "dev=eth1").ok();
        ctl("unplug", "p-ns1", "--", "unplug", "second", "--", "unplug", "third").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceWhosePluggedPortLeftTheBridgeIsTheUsers() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        ctl("del-port", "p-ns1", "--", "del-veth", "p-ns1").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        ctl("unplug", "p-ns1").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
    }
}
