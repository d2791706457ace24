package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Once;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Namespaces and the processes in them, side by side with ip netns. */
@Once
class NamespaceToolsIT extends SystemTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final List<Process> inside = new ArrayList<>();

    @AfterEach
    void endThem() throws InterruptedException {
        for (final Process process : inside) {
            process.destroyForcibly().waitFor();
        }
        inside.clear();
    }

    /** Starts programs in a namespace, which the processes become; returns their numbers once they are there. */
    private List<Long> startIn(final String netns, final int count, final String... command) {
        final int before = ipPids(netns).size();
        for (int i = 0; i < count; i++) {
            final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", netns));
            words.addAll(List.of(command));
            inside.add(lab.start(lab.directory().resolve("inside.log"), words.toArray(String[]::new)));
        }
        Await.until("they are in " + netns, DEADLINE, () -> ipPids(netns).size() == before + count
            && ipPids(netns).stream().noneMatch(pid -> name(pid).equals("ip")));
        return ipPids(netns).stream().sorted().toList();
    }

    private List<Long> startIn(final String netns, final int count) {
        return startIn(netns, count, "sleep", "infinity");
    }

    private List<Long> ipPids(final String netns) {
        return lab.run("ip", "netns", "pids", netns).ok().stdout().lines().map(Long::valueOf).toList();
    }

    private static String name(final long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (final IOException e) {
            // it has ended
            return "";
        }
    }

    private static String lines(final List<Long> pids) {
        return pids.stream().map(pid -> pid + "\n").collect(Collectors.joining());
    }

    @Test
    void theProcessesOfANamespaceAreThoseOfIp() {
        ctl("netns", "add", "ns1", "--", "netns", "add", "ns2").ok();
        assertEquals("", ctl("netns", "pids", "ns1").ok().stdout());
        final List<Long> pids = startIn("ns1", 3);
        startIn("ns2", 1);
        assertEquals(lines(pids), ctl("netns", "pids", "ns1").ok().stdout());
        assertEquals(pids.toString().replace(" ", "") + "\n", ctl("-j", "netns", "pids", "ns1").ok().stdout());
    }

    @Test
    void attachNamesTheNamespaceOfAProcessAsIpDoes() {
        ctl("netns", "add", "ns1").ok();
        final String pid = startIn("ns1", 1).get(0).toString();
        ctl("netns", "attach", "mine", pid).ok();
        lab.run("ip", "netns", "attach", "theirs", pid).ok();
        assertEquals("mine\nns1\ntheirs\n", ctl("netns", "identify", pid).ok().stdout());
        assertEquals(pid + "\n", lab.run("ip", "netns", "pids", "mine").ok().stdout());
        assertEquals(pid + "\n", ctl("netns", "pids", "theirs").ok().stdout());
        lab.in("mine", "ip", "link", "add", "v1", "type", "veth", "peer", "name", "v2").ok();
        ctl("netns", "exec", "theirs", "ip", "link", "show", "v1").ok();
    }

    @Test
    void aNamespaceThatOnlyAProcessKeepsGetsAName() {
        ctl("netns", "add", "ns1").ok();
        final String pid = startIn("ns1", 1).get(0).toString();
        lab.run("ip", "netns", "del", "ns1").ok();
        assertEquals("", ctl("netns", "identify", pid).ok().stdout());
        ctl("netns", "attach", "again", pid, "--", "add-veth", "v1", "v2", "netns=again").ok();
        lab.in("again", "ip", "link", "show", "v2").ok();
        ctl("del-veth", "v1").ok();
    }

    @Test
    void identifyTellsTheNamesOfWhoAsksWhenNoProcessIsGiven() {
        assertEquals("", ctl("netns", "identify").ok().stdout());
        assertEquals("[]\n", ctl("-j", "netns", "identify").ok().stdout());
        ctl("netns", "add", "ns1").ok();
        assertEquals("ns1\n", lab.run(Map.of("SWITCHD_SOCKET", daemon.socket().toString()), "", "ip", "netns", "exec", "ns1",
            Daemon.program("switchctl"), "netns", "identify").ok().stdout());
        assertEquals("", ctl("netns", "identify", Long.toString(daemon.pid())).ok().stdout());
        ctl("netns", "attach", "own", Long.toString(daemon.pid())).ok();
        assertEquals("own\n", ctl("netns", "identify").ok().stdout());
    }

    @Test
    void whatACallMakesItsOtherCommandsFind() {
        ctl("netns", "add", "ns1").ok();
        final String pid = startIn("ns1", 1).get(0).toString();
        assertEquals("", ctl("netns", "add", "ns2", "--", "netns", "pids", "ns2").ok().stdout());
        assertEquals(pid + "\nns1\nns3\n", ctl("netns", "attach", "ns3", pid, "--", "netns", "pids", "ns3", "--", "netns", "identify", pid).ok().stdout());
        final Result asked = ctl("netns", "pids", "ns3", "--", "netns", "del", "ns3").ok();
        assertEquals(pid + "\n", asked.stdout());
        assertEquals("", asked.stderr());
    }

    @Test
    void attachIsUndoneWithItsCall() {
        ctl("netns", "add", "ns1").ok();
        final String pid = startIn("ns1", 1).get(0).toString();
        final String before = state();
        assertEquals("name the namespace of process " + pid + " ns2\n", ctl("--dry-run", "netns", "attach", "ns2", pid).ok().stdout());
        ctl("add-br", "br-test", "--", "netns", "attach", "ns2", pid, "--", "plug", "br-test", "ns2", "addr=10.0.0.1/24", "gw=192.0.2.1").exits(1);
        assertEquals(before, state());
    }

    @Test
    void aNameThatIsTakenIsRefusedUnlessItIsThatOfTheNamespaceAlready() {
        ctl("netns", "add", "ns1", "--", "netns", "add", "ns2").ok();
        final String pid = startIn("ns1", 1).get(0).toString();
        final String before = state();
        ctl("netns", "attach", "ns2", pid).exits(1).says("cannot create a namespace named ns2 because a namespace named ns2 already exists");
        ctl("netns", "attach", "--may-exist", "ns2", pid).exits(1).says("a namespace named ns2 already exists");
        ctl("netns", "attach", "ns1", pid).exits(1).says("a namespace named ns1 already exists");
        ctl("netns", "attach", "--may-exist", "ns1", pid).ok();
        ctl("netns", "del", "ns2", "--", "netns", "attach", "ns2", pid).exits(1).says("ns2 is removed by the same call");
        assertEquals(before, state());
    }

    @Test
    void whatIsNoProcessIsRefused() {
        final String before = state();
        for (final String[] command : new String[][] {{"netns", "attach", "ns1"}, {"netns", "identify"}}) {
            with(command, "4194304").exits(1).says("there is no process 4194304");
            with(command, "0").exits(1).says("PID 0 is out of range: allowed are 1 to 4194304");
            with(command, "abc").exits(64).says("PID abc is not a whole number");
        }
        ctl("netns", "attach", "ns1", "-1").exits(1).says("PID -1 is out of range");
        ctl("netns", "attach", "ns1", "9999999999").exits(1).says("PID 9999999999 is out of range");
        ctl("netns", "attach", "ns1", "99999999999999999999").exits(64).says("PID 99999999999999999999 is not a whole number");
        ctl("netns", "attach", "ns1", "").exits(64).says("PID  is not a whole number");
        ctl("netns", "attach", "ns1").exits(64).says("requires at least 2 arguments: [--may-exist] netns attach NAME PID");
        ctl("netns", "attach", "ns1", "1", "2").exits(64).says("takes at most 2 arguments");
        ctl("netns", "identify", "1", "2").exits(64).says("takes at most 1 arguments");
        ctl("netns", "pids").exits(64).says("requires at least 1 arguments: netns pids NAME");
        ctl("netns", "pids", "nowhere").exits(1).says("no namespace named nowhere");
        ctl("--if-exists", "netns", "pids", "nowhere").exits(64).says("has no '--if-exists' option");
        assertEquals(before, state());
    }

    private Result with(final String[] command, final String word) {
        final List<String> words = new ArrayList<>(List.of(command));
        words.add(word);
        return ctl(words.toArray(String[]::new));
    }

    @Test
    void hostileNamesAreRefusedByEveryCommand() {
        final String before = state();
        final String pid = Long.toString(daemon.pid());
        for (final String name : new String[] {"../x", "", "..", "-x", "x\u001b", "x".repeat(256)}) {
            ctl("netns", "attach", name, pid).exits(1).says("namespace name \"");
            ctl("netns", "pids", name).exits(1).says("namespace name \"");
        }
        assertEquals(before, state());
    }

    @Test
    void aProcessThatHasEndedAndWasNotWaitedForIsInNoNamespace() {
        inside.add(lab.start(lab.directory().resolve("parent.log"), "sh", "-c", "true & exec sleep infinity"));
        final Process parent = inside.get(0);
        Await.until("the child has ended", DEADLINE, () -> parent.children().anyMatch(child -> status(child.pid()).contains("State:\tZ")));
        final String child = Long.toString(parent.children().findFirst().orElseThrow().pid());
        ctl("netns", "attach", "ns1", child).exits(1).says("process " + child + " has ended, and is in no network namespace any more");
        ctl("netns", "identify", child).exits(1).says("has ended");
        assertEquals("", ctl("netns", "list").ok().stdout());
    }

    private static String status(final long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"));
        } catch (final IOException e) {
            // it has ended
            return "";
        }
    }

    @Test
    void aDaemonThatMayNotLookAtAProcessSaysSo() {
        final Path socket = lab.directory().resolve("blind/switchd.sock");
        final Process blind = lab.start(lab.directory().resolve("blind.log"), "setpriv", "--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace",
            Daemon.program("switchd"), "--run-dir", socket.getParent().toString(), "--no-state");
        Await.until("it is ready", Duration.ofSeconds(20), () -> Files.exists(socket));
        ctl("netns", "add", "ns1").ok();
        final String pid = startIn("ns1", 1).get(0).toString();
        final String[] socketOption = {"--socket", socket.toString(), "netns"};
        with(socketOption, "list").ok();
        ctl("--socket", socket.toString(), "netns", "attach", "ns2", pid).exits(1)
            .says("cannot open the network namespace of process " + pid + ": Permission denied");
        ctl("--socket", socket.toString(), "netns", "identify", pid).exits(1).says("Permission denied");
        assertEquals("", ctl("--socket", socket.toString(), "netns", "pids", "ns1").ok().stdout());
        assertEquals("ns1\n", ctl("netns", "list").ok().stdout());
        blind.destroy();
        assertEquals(0, Daemon.waitFor(blind));
    }

    @Test
    void whoMayNotTalkToTheDaemonNamesNothing() {
        final Result refused = lab.run(Map.of("SWITCHD_SOCKET", daemon.socket().toString()), "", "setpriv", "--reuid", "65534", "--regid", "65534",
            "--clear-groups", Daemon.program("switchctl"), "netns", "attach", "ns1", Long.toString(daemon.pid()));
        refused.exits(1).says("permission to use the daemon's socket", "is denied");
        assertEquals("", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceInUseIsDeletedWithAWarningAndItsProcessesLiveOn() {
        ctl("netns", "add", "ns1").ok();
        final List<Long> pids = startIn("ns1", 2);
        final String warning = "switchctl: warning: namespace ns1 is in use by 2 processes (" + pids.get(0) + " sleep, " + pids.get(1)
            + " sleep) and lives on without a name until they end\n";
        final Result dry = ctl("--dry-run", "netns", "del", "ns1").ok();
        assertEquals(warning, dry.stderr());
        assertEquals("remove namespace ns1\n", dry.stdout());
        final Result deleted = ctl("netns", "del", "ns1").ok();
        assertEquals(warning, deleted.stderr());
        assertEquals("", deleted.stdout());
        assertTrue(inside.stream().allMatch(Process::isAlive));
        assertEquals("", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aNamespaceThatNobodyUsesOrThatKeepsAnotherNameGoesWithoutAWord() {
        ctl("netns", "add", "idle").ok();
        assertEquals("", ctl("netns", "del", "idle").ok().stderr());
        ctl("netns", "add", "ns1").ok();
        final long pid = startIn("ns1", 1).get(0);
        ctl("netns", "attach", "ns2", Long.toString(pid)).ok();
        assertEquals("", ctl("netns", "del", "ns1").ok().stderr());
        assertEquals("switchctl: warning: namespace ns2 is in use by 1 process (" + pid + " sleep) and lives on without a name until it ends\n",
            ctl("netns", "del", "ns2").ok().stderr());
    }

    @Test
    void bothNamesTakenAwayInOneCallAreAWarningOfTheLast() {
        ctl("netns", "add", "ns1").ok();
        final long pid = startIn("ns1", 1).get(0);
        ctl("netns", "attach", "ns2", Long.toString(pid)).ok();
        ctl("netns", "del", "ns1", "--", "netns", "del", "ns2").ok().says("warning: namespace ns2 is in use by 1 process");
    }

    @Test
    void theListOfProcessesIsBoundedAndTheirNamesAreHarmless() throws IOException {
        ctl("netns", "add", "ns1").ok();
        final Path hostile = lab.directory().resolve("x\u001b[2J\ny");
        Files.copy(Path.of("/usr/bin/sleep"), hostile);
        startIn("ns1", 7, hostile.toString(), "infinity");
        final String stderr = ctl("netns", "del", "ns1").ok().says("is in use by 7 processes (", " and 2 more) and lives on").stderr();
        assertFalse(stderr.contains("\u001b"), stderr);
        assertTrue(stderr.contains("x\\x1b[2J\\ny"), stderr);
    }

    /** A namespace that lives on without its name, and another one of that name that is somebody else's. */
    private void takeTheNameOf(final String netns) {
        startIn(netns, 1);
        lab.run("ip", "netns", "del", netns).ok();
        lab.run("ip", "netns", "add", netns).ok();
    }

    @Test
    void aNamespaceThatSomebodyMadeUnderTheNameOfPlugsIsNotTakenAway() {
        ctl("add-br", "br-test", "local=false", "--", "plug", "br-test", "ns1", "port=p1", "--", "plug", "br-test", "ns2", "port=p2").ok();
        assertTrue(lab.in("ns1", "ip", "link", "show", "lo").ok().stdout().contains("alias switchd:netns"));
        takeTheNameOf("ns1");
        takeTheNameOf("ns2");
        ctl("unplug", "p1").ok();
        ctl("del-br", "br-test").ok();
        assertEquals("ns1\nns2\n", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aDeviceThatSomebodyMadeUnderTheNameOfPlugsIsNotConfigured() {
        ctl("add-br", "br-test", "local=false", "--", "plug", "br-test", "ns1", "port=p1", "addr=10.0.0.1/24").ok();
        takeTheNameOf("ns1");
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "eth0", "netns", "ns1").ok();
        daemon.stop("TERM");
        daemon.start();
        lab.run("ip", "link", "set", "mine", "up").ok();
        Await.until("it is told", DEADLINE, () -> daemon.log().contains("device p1 cannot be made again yet: the other end of p1 is not in namespace ns1 under the name eth0"));
        assertEquals("", lab.in("ns1", "ip", "-o", "addr", "show", "dev", "eth0").ok().stdout());
    }

    @Test
    void unplugAndDelBrWarnOfTheNamespacesThatGoWithThem() {
        ctl("add-br", "br-test", "--", "plug", "br-test", "ns1", "port=p1", "--", "plug", "br-test", "ns2", "port=p2").ok();
        startIn("ns1", 1);
        startIn("ns2", 1);
        ctl("unplug", "p1").ok().says("switchctl: warning: namespace ns1 is in use by 1 process");
        ctl("del-br", "br-test").ok().says("switchctl: warning: namespace ns2 is in use by 1 process");
        assertEquals("", ctl("netns", "list").ok().stdout());
    }

    @Test
    void aProgramFindsTheWarningsBesideTheResults() throws IOException {
        ctl("netns", "add", "ns1").ok();
        final long pid = startIn("ns1", 1).get(0);
        try (ControlClient client = new ControlClient(daemon.socket())) {
            final String answer = client.call("transact", "{'commands':[{'method':'netns.del','params':{'name':'ns1'}}]}");
            assertTrue(answer.contains("\"results\":[null]"), answer);
            assertTrue(answer.contains("\"warnings\":[\"namespace ns1 is in use by 1 process (" + pid + " sleep)"), answer);
            assertFalse(client.call("transact", "{'commands':[{'method':'netns.list'}]}").contains("warnings"));
            assertTrue(client.call("netns.identify", "{}").contains("\"message\":\"\\\"netns.identify\\\" needs"));
            assertTrue(client.call("netns.attach", "{'name':'ns1','pid':'1'}").contains("must be a whole number"));
            assertTrue(client.call("netns.attach", "{'name':'ns1'}").contains("-32602"));
        }
    }
}
