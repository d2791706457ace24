package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Once;
import io.switchd.testkit.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Namespaces and veth pairs, without any switch, and side by side with iproute2. */
@Once
class VethAndNetnsIT extends SystemTest {

    @Test
    void devicesThatTheSwitchUsesAreNotMovedAway() {
        ctl("add-br", "br-test", "--", "netns", "add", "ns1", "--", "add-veth", "v1", "v2", "--", "add-port", "br-test", "v1").ok();
        final String before = state();
        ctl("netns", "move", "v1", "ns1").exits(1).says("device v1 is a port of bridge br-test; take it out of the bridge first");
        final String switchEnd = lab.run("ip", "-o", "link").ok().stdout().replaceAll("(?s).*(swd-[0-9a-z]+).*", "$1");
        ctl("netns", "move", switchEnd, "ns1").exits(1).says("is switchd's own end of a bridge's local port");
        assertEquals(before, state());
        ctl("del-port", "v1", "--", "netns", "move", "v1", "ns1").ok();
    }

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
        ctl("netns", "exec", "ns1").exits(64).says("requires at least 2 arguments");
        ctl("netns", "exec").exits(64).says("requires at least 2 arguments");
        ctl("netns", "exec", "nowhere", "ls", "--help", "--", "list-br").exits(1).says("switchctl: no namespace named nowhere");
        ctl("list-br", "--", "netns", "exec", "ns1", "true").exits(64).says("stands alone");
    }

    @Test
    void execRefusesANameInTheWordsOfTheDaemon() {
        for (final String name : new String[] {"../x", "", "..", "-x", "x y", "x\u001b", "x".repeat(256)}) {
            final Result daemons = ctl("netns", "add", name).exits(1).says("namespace name");
            assertEquals(daemons.stderr(), ctl("netns", "exec", name, "true").exits(1).stderr(), name);
        }
    }

    @Test
    void execRunsNothingBehindAnOptionThatItDoesNotHave() {
        ctl("netns", "add", "ns1").ok();
        final Path trace = lab.directory().resolve("trace");
        final String[] exec = {"netns", "exec", "ns1", "touch", trace.toString()};
        withOption(exec, "--dry-run").exits(64).says("'netns exec' command has no '--dry-run' option");
        withOption(exec, "--no-wait").exits(64).says("'netns exec' command has no '--no-wait' option");
        withOption(exec, "--may-exist").exits(64).says("'netns exec' command has no '--may-exist' option");
        withOption(exec, "--frob").exits(64).says("unknown option '--frob'");
        withOption(exec, "-t", "0").exits(64).says("timeout '0'");
        withOption(exec, "--format=xml").exits(64).says("output format 'xml'");
        withOption(exec, "-b", "/dev/null").exits(64).says("not from both");
        assertTrue(withOption(exec, "--help").ok().stdout().startsWith("usage: switchctl"));
        assertTrue(withOption(exec, "--version").ok().stdout().startsWith("switchctl "));
        assertTrue(ctl("netns", "exec", "--help").ok().stdout().contains("netns exec NAME CMD..."));
        assertTrue(ctl("netns", "exec", "ns1", "--help").ok().stdout().contains("netns exec NAME CMD..."));
        assertTrue(Files.notExists(trace));
        withOption(exec, "--socket=/none", "--timeout", "5", "-f", "json", "-j").ok();
        assertTrue(Files.exists(trace));
    }

    private Result withOption(final String[] command, final String... options) {
        final List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of(command));
        return ctl(words.toArray(String[]::new));
    }

    @Test
    void execLeavesTheEnvironmentOfTheUser() {
        ctl("netns", "add", "ns1").ok();
        final Map<String, String> environment = Map.of("LC_ALL", "POSIX");
        assertEquals("POSIX\n", lab.run(environment, "", Daemon.program("switchctl"), "netns", "exec", "ns1", "sh", "-c", "echo $LC_ALL").ok().stdout());
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
        ctl("--may-exist", "add-veth", "v1", "v2").ok();
        ctl("add-veth", "v5", "v6", "--", "--may-exist", "add-veth", "v5", "v6", "--", "--if-exists", "del-veth", "v7").ok();
        ctl("del-veth", "v1").ok();
        assertFalse(lab.run("ip", "-o", "link").stdout().contains("v2"));
        lab.run("ip", "link", "add", "foreign", "type", "veth", "peer", "name", "other").ok();
        ctl("del-veth", "foreign").exits(1).says("not made by add-veth");
        ctl("del-veth", "v1").exits(1).says("no device named v1");
        ctl("--if-exists", "del-veth", "v1").ok();
    }

    @Test
    void aPairThatTheUserMadeUnderTheNameOfOneThatIsGoneIsTheUsers() {
        ctl("add-veth", "v1", "v2").ok();
        lab.run("ip", "link", "del", "v1").ok();
        lab.run("ip", "link", "add", "v1", "type", "veth", "peer", "name", "v2").ok();
        ctl("del-veth", "v1").exits(1).says("not made by add-veth");
        ctl("--may-exist", "add-veth", "v1", "v2").exits(1).says("a device named v1 already exists");
        ctl("--if-exists", "del-veth", "v1").ok();
        lab.run("ip", "link", "show", "v1").ok();
    }

    @Test
    void aPairThatPlugMadeAndNobodyRemembersCanBeDeleted() {
        lab.run("ip", "link", "add", "v1", "type", "veth", "peer", "name", "v2").ok();
        lab.run("ip", "link", "set", "v1", "alias", "switchd:plug:v1").ok();
        ctl("del-veth", "v1").ok();
        assertFalse(lab.run("ip", "-o", "link").stdout().contains("v1"));
    }

    @Test
    void theMacOfAPeerIsTheOneAskedFor() {
        ctl("netns", "add", "ns1").ok();
        ctl("add-veth", "v1", "v2", "netns=ns1", "peer-mac=02:00:00:00:00:07").ok();
        assertTrue(lab.in("ns1", "ip", "link", "show", "v2").ok().stdout().contains("02:00:00:00:00:07"));
        ctl("--may-exist", "add-veth", "v1", "v2", "netns=ns1", "peer-mac=02:00:00:00:00:07").ok();
        ctl("--may-exist", "add-veth", "v1", "v2", "netns=ns1", "peer-mac=02:00:00:00:00:08").exits(1).says("already exists");
        ctl("add-veth", "v3", "v4", "peer-mac=01:00:00:00:00:07").exits(1).says("group address");
        ctl("add-veth", "v3", "v4", "peer-mac=nonsense").exits(1).says("no MAC address");
    }
}
