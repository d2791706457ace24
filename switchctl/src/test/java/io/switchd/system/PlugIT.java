package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.protocol.Json;
import io.switchd.testkit.Await;
import io.switchd.testkit.Once;
import io.switchd.testkit.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Everything between a namespace and a bridge in one command, and its undoing. */
@Once
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
    void whatIsInsideIsWhatWasAskedFor() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "addr=192.0.2.9/32", "addr=fd00::1/64", "mac=02:00:00:00:00:11", "mtu=9000", "gw=10.0.0.254",
            "gw=fd00::fe").ok();
        final Map<?, ?> device = first(inside("ns1", "address", "show", "dev", "eth0"));
        assertEquals("02:00:00:00:00:11", device.get("address"));
        assertEquals(9_000L, device.get("mtu"));
        assertTrue(((List<?>) device.get("flags")).containsAll(List.of("UP", "LOWER_UP")), device.toString());
        assertEquals(Set.of("10.0.0.1/24 10.0.0.255", "192.0.2.9/32 null", "fd00::1/64 null"), ((List<?>) device.get("addr_info")).stream().map(info -> (Map<?, ?>) info)
            .filter(info -> info.get("scope").equals("global"))
            .map(info -> info.get("local") + "/" + info.get("prefixlen") + " " + info.get("broadcast")).collect(Collectors.toSet()));
        assertTrue(((List<?>) first(inside("ns1", "link", "show", "dev", "lo")).get("flags")).contains("UP"));
        assertTrue(lab.run("ip", "-o", "link", "show", "dev", "ns1-eth0").ok().stdout().contains("mtu 9000"));
        assertDefaultRoute("10.0.0.254", inside("ns1", "-4", "route", "show", "default"));
        assertDefaultRoute("fd00::fe", inside("ns1", "-6", "route", "show", "default"));
    }

    private List<?> inside(final String netns, final String... words) {
        final List<String> command = new ArrayList<>(List.of("ip", "-j"));
        command.addAll(List.of(words));
        return (List<?>) Json.read(lab.in(netns, command.toArray(new String[0])).ok().stdout());
    }

    private static Map<?, ?> first(final List<?> list) {
        return (Map<?, ?>) list.get(0);
    }

    private static void assertDefaultRoute(final String gateway, final List<?> routes) {
        assertEquals(1, routes.size(), routes.toString());
        assertEquals(List.of("default", gateway, "eth0"), List.of(first(routes).get("dst"), first(routes).get("gateway"), first(routes).get("dev")));
    }

    @Test
    void anIpv6AddressIsUsableAtOnce() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "addr=fd00::1/64", "--", "plug", "br-test", "ns2", "addr=fd00::2/64").ok();
        final Result ping = lab.in("ns1", "ping", "-6", "-c", "1", "-W", "1", "fd00::2");
        assertEquals("", lab.in("ns1", "ip", "-6", "address", "show", "scope", "global", "tentative").ok().stdout());
        ping.ok();
        System.out.println("the first ping -6: " + ping.stdout().lines().filter(line -> line.contains("time=")).findFirst().orElseThrow());
    }

    @Test
    void gatewaysOfBothFamiliesOutliveTheDaemonAndThoseOfOneAreRefused() {
        ctl("add-br", "br-test").ok();
        final String before = state();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "gw=10.0.0.254", "gw=10.0.0.253").exits(1).says("gw=10.0.0.254 and gw=10.0.0.253 are of one family",
            "allowed is one gateway of IPv4 and one of IPv6");
        ctl("plug", "br-test", "ns1", "addr=fd00::1/64", "gw=fd00::fe", "gw=fd01::fe").exits(1).says("gw=fd00::fe and gw=fd01::fe are of one family");
        assertEquals(before, state());
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "addr=fd00::1/64", "gw=fd00::fe", "gw=10.0.0.254").ok();
        assertEquals(0, daemon.stop("TERM"));
        lab.in("ns1", "ip", "route", "del", "default").ok();
        lab.in("ns1", "ip", "-6", "route", "del", "default").ok();
        daemon.start();
        assertDefaultRoute("10.0.0.254", inside("ns1", "-4", "route", "show", "default"));
        assertDefaultRoute("fd00::fe", inside("ns1", "-6", "route", "show", "default"));
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
        Await.until("the pair is made in it", Duration.ofSeconds(5), () -> lab.in("ns1", "ip", "link", "show", "eth0").exitCode() == 0);
        ctl("plug", "br-test", "ns1", "port=second", "dev=eth1", "--", "plug", "br-test", "ns1", "port=third", "dev=eth2").ok();
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
