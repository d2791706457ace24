package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Settings of a port: given and taken back while frames pass, kept, shown, and never lost on others. */
@Alone
@Once
class PortSettingsIT extends GuestTest {

    @Test
    void everySettingIsGivenShownAskedForAndTakenBack() {
        guests("a");
        isSet("tag", "10", "[]");
        isSet("trunks", "1,5,10-20", "[]");
        isSet("vlan_mode", "trunk", "[]");
        isSet("qinq-ethtype", "802.1q", "802.1ad");
        isSet("priority-tags", "if-nonzero", "never");
        for (final String truth : new String[] {"learning", "flood", "mcast-flood", "bcast-flood"}) {
            isSet(truth, "false", "true");
        }
        for (final String truth : new String[] {"isolated", "hairpin", "locked"}) {
            isSet(truth, "true", "false");
        }
        for (final String limit : new String[] {"mac-limit", "storm-bcast", "storm-mcast", "storm-unknown", "mtu"}) {
            isSet(limit, "1000", "[]");
        }
        ctl("set", "port", "a", "tag=100", "vlan_mode=dot1q-tunnel").ok();
        isSet("cvlans", "10,20", "[]");
        assertTrue(lab.run("ip", "-o", "link", "show", "a").ok().stdout().contains(" mtu 1000 "), "clearing leaves the device as it is");
    }

    /** @param cleared what is asked for afterwards, as JSON without quotation marks */
    private void isSet(final String key, final String value, final String cleared) {
        final boolean isList = key.equals("trunks") || key.equals("cvlans");
        final String shown = "            " + key + ": " + (isList ? "[" + value.replace(",", ", ") + "]" : value) + "\n";
        final String text = ctl("set", "port", "a", key + "=" + value, "--", "get", "port", "a", key, "--", "show", "br").ok().stdout();
        assertTrue(text.startsWith(value + "\n") && text.contains(shown), text);
        final JsonNode json = JSON.readTree(ctl("-j", "get", "port", "a", "--", "clear", "port", "a", key, "--", "get", "port", "a", key, "--", "show", "br")
            .ok().stdout());
        assertEquals(value, json.get(0).get(key).asString());
        assertEquals(cleared, json.get(1).toString().replace("\"", ""));
        assertFalse(json.get(2).get(0).get("ports").get(0).has(key));
    }

    @Test
    void showHasTheSettingsOfPortsUnderThem() {
        guests("a tag=10 vlan_mode=native-tagged trunks=1,5,10-20", "b storm-bcast=100 isolated=true");
        assertEquals(String.join("\n",
            "    Bridge br",
            "        local: false",
            "        Port a",
            "            tag: 10",
            "            trunks: [1, 5, 10-20]",
            "            vlan_mode: native-tagged",
            "            Interface a",
            "        Port b",
            "            isolated: true",
            "            storm-bcast: 100",
            "            Interface b\n"), ctl("show").ok().stdout());
        assertEquals("[{\"name\":\"br\",\"local\":false,\"ports\":["
            + "{\"name\":\"a\",\"tag\":10,\"trunks\":\"1,5,10-20\",\"vlan_mode\":\"native-tagged\",\"up\":true},"
            + "{\"name\":\"b\",\"isolated\":true,\"storm-bcast\":100,\"up\":true}]}]\n", ctl("-j", "show").ok().stdout());
    }

    @Test
    void aChangeIsInForceWhenItsCommandIsDone() {
        guests("a tag=10", "b tag=10", "c");
        sends("b", toAll("b").payload(full("here")));
        gets("a", toAll("b").payload(full("here")));
        gets("c", toAll("b").vlan(10).payload(full("here")));
        thatIsAll();
        assertTrue(fdb().contains(mac("b")));
        ctl("set", "port", "b", "tag=20").ok();
        assertFalse(fdb().contains(mac("b")), "what was learned at the port is forgotten");
        sends("a", toAll("a").payload(full("moved away")));
        gets("c", toAll("a").vlan(10).payload(full("moved away")));
        sends("b", toAll("b").payload(full("in twenty")));
        gets("c", toAll("b").vlan(20).payload(full("in twenty")));
        thatIsAll();
        ctl("set", "port", "c", "trunks=20").ok();
        sends("a", toAll("a").payload(full("not carried")));
        thatIsAll();
        ctl("set", "port", "b", "vlan_mode=native-untagged", "trunks=10", "--", "clear", "port", "c", "trunks").ok();
        sends("a", toAll("a").payload(full("ten again")));
        gets("b", toAll("a").vlan(10).payload(full("ten again")));
        gets("c", toAll("a").vlan(10).payload(full("ten again")));
        thatIsAll();
    }

    @Test
    void theHostIsPutIntoAVlanByThePortOfTheBridgesName() {
        ctl("add-br", "br-test", "--", "plug", "br-test", "ns1", "tag=10", "addr=10.0.0.1/24").ok();
        lab.run("ip", "address", "add", "10.0.0.254/24", "dev", "br-test").ok();
        lab.in("ns1", "ping", "-c", "1", "-W", "1", "10.0.0.254").exits(1);
        ctl("set", "port", "br-test", "tag=10").ok();
        lab.in("ns1", "ping", "-c", "1", "-W", "5", "10.0.0.254").ok();
        assertTrue(ctl("show", "br-test").ok().stdout().contains("        Port br-test\n            tag: 10\n            Interface br-test\n"
            + "                type: internal\n"));
        assertEquals("10\n", ctl("get", "port", "br-test", "tag").ok().stdout());
        ctl("set", "bridge", "br-test", "local=false", "--", "set", "port", "br-test", "tag=10").exits(1);
        ctl("clear", "port", "br-test", "tag").ok();
        ctl("set", "port", "br-test", "mtu=9000").ok();
        assertEquals(2, lab.run("ip", "-o", "link").ok().stdout().lines().filter(line -> line.contains("mtu 9000")).count(), "both ends of the host's port");
        lab.in("ns1", "ping", "-c", "1", "-W", "1", "10.0.0.254").exits(1);
    }

    @Test
    void settingsComeBackAfterTheDaemonEndedOrWasKilled() {
        guests("a tag=10", "b tag=10 vlan_mode=native-tagged trunks=5,20-30 priority-tags=always isolated=true", "c storm-unknown=5 mtu=1400");
        final String before = ctl("-j", "show").ok().stdout();
        for (final String signal : new String[] {"TERM", "KILL"}) {
            daemon.stop(signal);
            daemon.start();
            Await.until("the ports are up as before", SOON, () -> ctl("-j", "show").ok().stdout().equals(before));
        }
        sends("a", toAll("a").payload("in ten"));
        gets("b", toAll("a").vlan(10).payload("in ten"));
        gets("c", toAll("a").vlan(10).payload("in ten"));
        Await.until("it arrives", SOON, () -> !guest("b").received("in ten").isEmpty() && !guest("c").received("in ten").isEmpty());
    }

    @Test
    void twoHundredChangesOfAPortCostTheFlowBetweenOthersNoFrame() throws IOException {
        guests("a", "b", "c");
        sends("b", toAll("b").payload("here"));
        allIsTaken();
        final Flow flow = flow("a", "b", 1_000);
        try (ControlClient client = new ControlClient(daemon.socket())) {
            final String[] changes = {"'tag':10", "'vlan_mode':'trunk','isolated':true", "'trunks':'1,5','storm-bcast':7", "'learning':false,'mtu':1400",
                "'flood':false,'mcast-flood':false,'bcast-flood':false", "'hairpin':true,'locked':true,'mac-limit':3", "'storm-mcast':7,'storm-unknown':7",
                "'tag':10,'vlan_mode':'dot1q-tunnel','cvlans':'5','qinq-ethtype':'802.1q','priority-tags':'always'"};
            for (int i = 0; i < 200; i++) {
                final String change = changes[i % changes.length];
                final String answer = client.send("{'jsonrpc':'2.0','id':1,'method':'transact','params':{'commands':["
                    + "{'method':'clear','params':{'kind':'port','name':'c','keys':['tag','vlan_mode','trunks','learning','storm-bcast','flood',"
                    + "'mcast-flood','bcast-flood','isolated','hairpin','locked','mac-limit','storm-mcast','storm-unknown','cvlans','qinq-ethtype','priority-tags']}},"
                    + "{'method':'set','params':{'kind':'port','name':'c','settings':{" + change + "}}}]}}\n").receive();
                assertFalse(answer.contains("error"), answer);
            }
        }
        flow.arrivesWhole();
        assertEquals(1, rowsOf(mac("b")), "what was learned at the other ports is still known");
    }

    @Test
    void changesOfTheBridgeCostNoFrameAndNoStaticStationItsPlace() throws IOException {
        guests("a", "b locked=true", "c");
        ctl("fdb", "add", "br", mac("b"), "b", "sticky").ok();
        final Flow there = flow("a", "b", 1_000);
        final Flow back = flow("b", "a", 1_000);
        try (ControlClient client = new ControlClient(daemon.socket())) {
            final String[] changes = {"'mac-table-size':100", "'mac-aging-time':20", "'forward-bpdu':true", "'mac-table-size':1000", "'local':true", "'local':false"};
            for (int i = 0; i < 60; i++) {
                final String answer = client.send("{'jsonrpc':'2.0','id':1,'method':'set','params':{'kind':'bridge','name':'br','settings':{"
                    + changes[i % changes.length] + "}}}\n").receive();
                assertFalse(answer.contains("error"), answer);
            }
        }
        there.arrivesWhole();
        back.arrivesWhole();
    }

    private long rowsOf(final String mac) {
        return fdb().lines().filter(row -> row.contains(mac)).count();
    }
}
