package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.RequiresStrace;
import io.switchd.testkit.RequiresSystemd;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A daemon that may do no more than the unit file lets it: as a user of its own, with the unit's capabilities. That it
 * makes no system call beyond the unit's filter is seen by strace, since only systemd could set the filter up.
 */
@RequiresRoot
@RequiresStrace
@RequiresSystemd
@Once
class UnitSandboxIT {

    private static final Duration START = Duration.ofSeconds(60);
    private static final String USER = "64990";
    private static final String NOBODY = "65534";
    private static final Path PRODUCT = Path.of("/run/product");

    private Lab lab;
    private Path log;

    @BeforeEach
    void open() throws IOException {
        lab = new Lab();
        log = lab.directory().resolve("log");
        copyTheProductWhereEveryUserMayReadIt();
        lab.run("mkdir", "-p", "/run/switchd", "/run/state", "/run/trace", "/run/netns").ok();
        lab.run("chown", USER + ":" + USER, "/run/switchd", "/run/state", "/run/trace", "/run/netns").ok();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void copyTheProductWhereEveryUserMayReadIt() {
        final Path launcher = Path.of(Daemon.program("switchd"));
        final Path target = launcher.resolve("../../switchd/target").normalize();
        lab.run("mkdir", "-p", PRODUCT.resolve("bin").toString(), PRODUCT.resolve("switchd/target").toString()).ok();
        lab.run("cp", launcher.toString(), launcher.resolveSibling("launch.sh").toString(), PRODUCT.resolve("bin").toString()).ok();
        lab.run("cp", "-r", target.resolve("switchd.jar").toString(), target.resolve("lib").toString(), PRODUCT.resolve("switchd/target").toString()).ok();
    }

    private Process start(final String... before) {
        final List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(PRODUCT.resolve("bin/switchd").toString(), "--state-dir", "/run/state"));
        final Process daemon = lab.start(log, command.toArray(String[]::new));
        Await.until("the daemon is ready", START, () -> !daemon.isAlive() || log().contains("is ready at"));
        assertTrue(daemon.isAlive(), log());
        return daemon;
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private Result ctl(final String... args) {
        final List<String> command = new ArrayList<>(List.of(Daemon.program("switchctl"), "--timeout", "60"));
        command.addAll(List.of(args));
        return lab.run(Map.of("SWITCHD_SOCKET", "/run/switchd/switchd.sock"), "", command.toArray(String[]::new));
    }

    private Set<String> callsOf(final String summary) {
        final Set<String> calls = new TreeSet<>();
        summary.lines().map(line -> line.strip().split(" +")).filter(words -> words.length >= 5 && words[0].matches("[\\d.]+"))
            .map(words -> words[words.length - 1]).filter(name -> !name.equals("total")).forEach(calls::add);
        return calls;
    }

    @Test
    void whatTheUnitAllowsIsEnoughForAllThatTheDaemonDoes() throws IOException {
        final UnitFile unit = new UnitFile();
        final String capabilities = unit.capabilitiesForSetpriv();
        final Process daemon = start("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--no-new-privs", "--inh-caps", capabilities,
            "--ambient-caps", capabilities, "--bounding-set", capabilities, "strace", "-f", "-qq", "-c", "-o", "/run/trace/calls");

        ctl("add-br", "br").ok();
        ctl("plug", "br", "ns1", "addr=10.0.0.1/24", "addr=fd00::1/64", "gw=10.0.0.254", "tag=7").ok();
        lab.run("ip", "netns", "add", "ns2").ok();
        ctl("plug", "br", "ns2", "addr=10.0.0.2/24", "tag=7").ok();
        ctl("plug", "br", "ns3", "port=ns3", "mtu=9000", "addr=10.0.0.3/24").ok();
        ctl("add-veth", "here", "there", "netns=ns1").ok();
        lab.in("ns1", "ping", "-c", "2", "-i", "0.1", "-W", "2", "10.0.0.2").ok();
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "other").ok();
        ctl("add-port", "br", "mine").ok();
        assertEquals("1", lab.run("cat", "/proc/sys/net/ipv6/conf/mine/disable_ipv6").ok().stdout().strip());
        aProcessOfAnotherUserGetsAName();
        ctl("netns", "del", "web").ok();
        ctl("fdb", "add", "br", "02:00:00:00:00:09", "ns3").ok();
        ctl("-j", "show").ok();
        ctl("stats").ok();
        ctl("status").ok();
        ctl("history").ok();
        for (final String port : List.of("ns1-eth0", "ns2-eth0", "ns3")) {
            ctl("unplug", port).ok();
        }
        ctl("del-br", "br").ok();

        lab.run("kill", lab.run("cat", "/run/switchd/lock").ok().stdout().strip()).ok();
        assertEquals(0, Daemon.waitFor(daemon), log());
        final Set<String> calls = callsOf(lab.run("cat", "/run/trace/calls").ok().stdout());
        System.out.println("system calls of the daemon: " + calls.size() + " of " + unit.systemCalls().size() + " that the unit allows");
        assertTrue(calls.containsAll(Set.of("mount", "umount2", "bpf", "setns", "unshare", "execve", "sendmmsg")), calls.toString());
        calls.removeAll(unit.systemCalls());
        assertEquals(Set.of(), calls, "beyond the filter");
        assertTrue(Arrays.stream(new String[] {"WARNING: ", "Exception", " SEVERE "}).noneMatch(log()::contains), log());
    }

    private void aProcessOfAnotherUserGetsAName() {
        final Process process = lab.start(lab.directory().resolve("other"), "setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups",
            "unshare", "--user", "--map-root-user", "--net", "sleep", "infinity");
        Await.until("the process sleeps in a network of its own", START, () -> sleeps(process));
        ctl("netns", "attach", "web", Long.toString(process.pid())).ok();
        assertEquals(Long.toString(process.pid()), ctl("netns", "pids", "web").ok().stdout().strip());
        process.destroyForcibly();
        Daemon.waitFor(process);
    }

    private boolean sleeps(final Process process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm")).startsWith("sleep");
        } catch (final IOException e) {
            return false;
        }
    }

    @Test
    void withMountsOfItsOwnADaemonWouldHideWhatItMakesFromEverybodyElse() {
        lab.run("mount", "--make-rshared", "/").ok();
        start("unshare", "--mount", "--propagation", "slave");
        ctl("netns", "add", "ns1").ok();
        lab.run("ip", "netns", "exec", "ns1", "true").exits(255).says("Invalid argument");
    }
}
