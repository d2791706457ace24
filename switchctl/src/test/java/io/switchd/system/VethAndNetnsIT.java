package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Namespaces and veth pairs, without any switch, and side by side with iproute2. */
class VethAndNetnsIT extends SystemTest {

    @Test
    void aVethPairConnectsTwoNamespacesWithoutASwitch() {
        ctl("netns", "add", "ns1").ok();
        ctl("netns", "add", "ns2").ok();
        ctl("add-veth", "tap1", "tap2", "netns=ns2").ok();
        ctl("netns", "move", "tap1", "ns1").ok();
        ctl("netns", "exec", "ns1", "ip", "address", "add", "10.0.0.1/24", "dev", "tap1").ok();
        ctl("netns", "exec", "ns2", "ip", "address", "add", "10.0.0.2/24", "dev", "tap2").ok();
        ctl("netns", "exec", "ns1", "ip", "link", "set", "tap1", "up").ok();
        ctl("netns", "exec", "ns2", "ip", "link", "set", "tap2", "up").ok();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aNamespaceOfSwitchctlIsOneOfIpNetns() {
        ctl("netns", "add", "ns1").ok();
        assertTrue(lab.run("ip", "netns", "list").ok().stdout().startsWith("ns1"));
        lab.in("ns1", "ip", "link", "set", "lo", "up").ok();
        lab.run("ip", "netns", "del", "ns1").ok();
        assertEquals("", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceOfIpNetnsIsOneOfSwitchctl() {
        lab.run("ip", "netns", "add", "ns1").ok();
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
        ctl("netns", "exec", "ns1", "ip", "link", "set", "lo", "up").ok();
        ctl("netns", "del", "ns1").ok();
        assertEquals("", lab.run("ip", "netns", "list").ok().stdout());
    }

    @Test
    void execGivesBackTheExitCodeOfItsCommand() {
        ctl("netns", "add", "ns1").ok();
        ctl("netns", "exec", "ns1", "false").exits(1);
        ctl("-t", "5", "netns", "exec", "ns1", "awk", "BEGIN { exit 42 }").exits(42);
        assertEquals("a  b\n", ctl("netns", "exec", "ns1", "echo", "a  b").ok().stdout());
    }

    @Test
    void execInANamespaceThatIsMissingIsRefused() {
        ctl("netns", "exec", "nowhere", "true").exits(1).says("switchctl: no namespace named nowhere");
        ctl("netns", "exec", "../x", "true").exits(1).says("namespace name \"../x\" is not valid");
        ctl("netns", "exec", "ns1").exits(64).says("requires at least 2 arguments");
        ctl("netns", "exec", "ns1", "true", "--", "list-br").exits(1);
        ctl("list-br", "--", "netns", "exec", "ns1", "true").exits(64).says("stands alone");
    }

    @Test
    void aNamespaceIsMadeOnceAndDeletedOnce() {
        ctl("netns", "add", "ns1").ok();
        ctl("netns", "add", "ns1").exits(1).says("a namespace named ns1 already exists");
        ctl("--may-exist", "netns", "add", "ns1").ok();
        ctl("netns", "del", "ns1").ok();
        ctl("netns", "del", "ns1").exits(1).says("no namespace named ns1");
        ctl("netns", "del", "--if-exists", "ns1").ok();
    }

    @Test
    void aDeviceThatCannotLeaveItsNamespaceIsRefusedWithTheReason() {
        ctl("netns", "add", "ns1").ok();
        ctl("netns", "move", "lo", "ns1").exits(1).says("lo cannot leave its namespace", "the loopback device");
        lab.run("ip", "link", "add", "kbr", "type", "bridge").ok();
        ctl("netns", "move", "kbr", "ns1").exits(1).says("kbr cannot leave its namespace", "a bridge");
        ctl("netns", "move", "nothing", "ns1").exits(1).says("no device named nothing");
        ctl("netns", "move", "kbr", "ns9").exits(1).says("no namespace named ns9");
    }

    @Test
    void aVethPairIsDeletedByWhoMadeItOnly() {
        ctl("add-veth", "v1", "v2").ok();
        assertTrue(lab.run("ip", "link", "show", "v2").ok().stdout().contains("switchd:veth"));
        ctl("add-veth", "v1", "v3").exits(1).says("a device named v1 already exists");
        ctl("del-veth", "v1").ok();
        assertFalse(lab.run("ip", "-o", "link").stdout().contains("v2"));
        lab.run("ip", "link", "add", "foreign", "type", "veth", "peer", "name", "other").ok();
        ctl("del-veth", "foreign").exits(1).says("not made by add-veth");
        ctl("del-veth", "v1").exits(1).says("no device named v1");
        ctl("--if-exists", "del-veth", "v1").ok();
    }

    @Test
    void theMacOfAPeerIsTheOneAskedFor() {
        ctl("netns", "add", "ns1").ok();
        ctl("add-veth", "v1", "v2", "netns=ns1", "peer-mac=02:00:00:00:00:07").ok();
        assertTrue(lab.in("ns1", "ip", "link", "show", "v2").ok().stdout().contains("02:00:00:00:00:07"));
        ctl("add-veth", "v3", "v4", "peer-mac=01:00:00:00:00:07").exits(1).says("group address");
        ctl("add-veth", "v3", "v4", "peer-mac=nonsense").exits(1).says("no MAC address");
    }
}
