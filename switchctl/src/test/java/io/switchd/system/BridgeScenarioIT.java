package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Once;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenario people know from ip and brctl, command by command. */
@Once
class BridgeScenarioIT extends SystemTest {

    private void veth(final int number) {
        final String netns = "ns" + number;
        lab.run("ip", "netns", "add", netns).ok();
        lab.run("ip", "link", "add", "tap" + number, "type", "veth", "peer", "name", "br-tap" + number).ok();
        lab.run("ip", "link", "set", "tap" + number, "netns", netns).ok();
        lab.in(netns, "ip", "address", "add", "10.0.0." + number + "/24", "dev", "tap" + number).ok();
        lab.in(netns, "ip", "link", "set", "tap" + number, "up").ok();
    }

    @Test
    void namespacesTalkThroughABridgeJoinAndLeaveIt() {
        ctl("add-br", "br-test").ok();
        veth(1);
        veth(2);
        ctl("add-port", "br-test", "br-tap1").ok();
        ctl("add-port", "br-test", "br-tap2").ok();
        ping("ns1", "10.0.0.2");
        ping("ns2", "10.0.0.1");

        veth(3);
        ctl("add-port", "br-test", "br-tap3").ok();
        ping("ns3", "10.0.0.1");
        assertEquals("br-tap1\nbr-tap2\nbr-tap3\n", ctl("list-ports", "br-test").ok().stdout());
        assertEquals("br-test\n", ctl("port-to-br", "br-tap2").ok().stdout());

        ctl("del-port", "br-test", "br-tap1").ok();
        lab.in("ns3", "ping", "-c", "1", "-W", "1", "10.0.0.1").exits(1);
        ping("ns3", "10.0.0.2");

        ctl("del-br", "br-test").ok();
        lab.in("ns3", "ping", "-c", "1", "-W", "1", "10.0.0.2").exits(1);
        assertEquals("", ctl("list-br").ok().stdout());
        assertTrue(lab.run("ip", "-o", "link").stdout().contains("br-tap3"), "what others made stays");
    }

    @Test
    void theSameWithTheVethsOfSwitchctl() {
        ctl("add-br", "br-test", "--", "netns", "add", "ns1", "--", "netns", "add", "ns2").ok();
        ctl("add-veth", "br-tap1", "tap1", "netns=ns1", "--", "add-veth", "br-tap2", "tap2", "netns=ns2").ok();
        ctl("add-port", "br-test", "br-tap1", "--", "add-port", "br-test", "br-tap2").ok();
        for (int i = 1; i <= 2; i++) {
            ctl("netns", "exec", "ns" + i, "ip", "address", "add", "10.0.0." + i + "/24", "dev", "tap" + i).ok();
            ctl("netns", "exec", "ns" + i, "ip", "link", "set", "tap" + i, "up").ok();
        }
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPortWhoseDeviceIsMissingIsConfiguredSaysSoAndJoinsWhenItAppears() {
        ctl("add-br", "br-test").ok();
        ctl("add-port", "br-test", "br-tap1").ok();
        assertTrue(ctl("show").ok().stdout().contains("error: \"could not open network device br-tap1 (No such device)\""));
        plug("br-test", "ns2", "10.0.0.2/24");
        veth(1);
        Await.until("the port has joined", Duration.ofSeconds(5), () -> !ctl("show").ok().stdout().contains("error"));
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aDeviceMadeAgainUnderItsNameJoinsAgain() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns2", "10.0.0.2/24");
        veth(1);
        ctl("add-port", "br-test", "br-tap1").ok();
        ping("ns1", "10.0.0.2");
        lab.run("ip", "netns", "del", "ns1").ok();
        Await.until("the port has left", Duration.ofSeconds(5), () -> ctl("show").ok().stdout().contains("No such device"));
        veth(1);
        Await.until("the port has joined", Duration.ofSeconds(5), () -> !ctl("show").ok().stdout().contains("error"));
        ping("ns1", "10.0.0.2");
    }

    @Test
    void theHostIsOnTheSwitchByTheDeviceOfTheBridge() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        lab.run("ip", "address", "add", "10.0.0.254/24", "dev", "br-test").ok();
        lab.run("ping", "-c", "2", "-i", "0.1", "-W", "2", "10.0.0.1").ok();
        ping("ns1", "10.0.0.254");
        assertTrue(ctl("show").ok().stdout().contains("type: internal"));
        ctl("del-br", "br-test").ok();
        assertEquals(List.of("lo"), devices());
    }

    @Test
    void aHostsDeviceThatWasRenamedOrMovedGoesWithItsBridge() {
        lab.run("ip", "netns", "add", "ns1").ok();
        ctl("add-br", "br-test").ok();
        lab.run("ip", "link", "set", "br-test", "down").ok();
        lab.run("ip", "link", "set", "br-test", "name", "other").ok();
        ctl("del-br", "br-test").ok();
        assertEquals(1, lab.run("ip", "-o", "link").stdout().lines().count());
        ctl("add-br", "br-test").ok();
        ctl("netns", "move", "br-test", "ns1").ok();
        ctl("del-br", "br-test").ok();
        assertEquals(1, lab.run("ip", "-o", "link").stdout().lines().count());
        assertEquals(1, lab.in("ns1", "ip", "-o", "link").stdout().lines().count());
    }

    @Test
    void aHostsDeviceThatWasRenamedIsNotMadeASecondTimeAtTheNextStart() {
        ctl("add-br", "br-test").ok();
        lab.run("ip", "link", "set", "br-test", "name", "other").ok();
        daemon.stop("KILL");
        daemon.start();
        assertEquals(3, lab.run("ip", "-o", "link").stdout().lines().count());
        ctl("del-br", "br-test").ok();
        assertEquals(1, lab.run("ip", "-o", "link").stdout().lines().count());
    }

    @Test
    void aBridgeTakesThePlaceOfWhatWasLeftOfOneOfItsName() {
        ctl("add-br", "br-test").ok();
        lab.run("ip", "link", "set", "br-test", "name", "other").ok();
        daemon.stop("KILL");
        daemon.forget();
        daemon.start();
        ctl("add-br", "br-test").ok();
        assertFalse(lab.run("ip", "-o", "link").stdout().contains("other"));
        assertFalse(ctl("show").ok().stdout().contains("error"));
    }

    @Test
    void bridgesWhoseNamesHaveTheSameHashAreTwoBridges() {
        ctl("add-br", "brAa", "--", "add-br", "brBB").ok();
        plug("brBB", "ns1", "10.0.0.1/24");
        lab.run("ip", "address", "add", "10.0.0.254/24", "dev", "brBB").ok();
        ping("ns1", "10.0.0.254");
        ctl("del-br", "brAa").ok();
        ping("ns1", "10.0.0.254");
    }

    @Test
    void aBridgeWithoutALocalPortHasNoDevice() {
        ctl("add-br", "br-test", "local=false").ok();
        assertEquals(List.of("lo"), devices());
        assertTrue(ctl("show").ok().stdout().contains("local: false"));
    }

    @Test
    void portsHaveNoIpv6AddressAndTheHostDoesNotAnswerOnThem() {
        ctl("add-br", "br-test", "local=false").ok();
        lab.run("ip", "address", "add", "192.0.2.1/24", "dev", "lo").ok();
        plug("br-test", "ns1", "192.0.2.2/24");
        assertEquals("", lab.run("ip", "-6", "-o", "address", "show", "dev", "p-ns1").stdout());
        lab.in("ns1", "ping", "-c", "1", "-W", "1", "192.0.2.1").exits(1);
        assertTrue(lab.in("ns1", "ip", "neigh", "show", "192.0.2.1").stdout().matches("(?s).*(INCOMPLETE|FAILED).*"), "nobody answered ARP");
        lab.run("ip", "address", "del", "192.0.2.1/24", "dev", "lo").ok();
    }
}
