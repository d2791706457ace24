package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Once;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The control channel and the client: transactions, forms of output, exit codes, and the daemon's own life. */
@Once
class ControlIT extends SystemTest {


    @Test
    void fiveCommandsOfWhichTheThirdFailsChangeNothing() {
        ctl("add-br", "old").ok();
        final String before = state();
        ctl("add-br", "a", "--", "add-port", "a", "p", "--", "add-port", "none", "q", "--", "add-br", "b", "--", "del-br", "old")
            .exits(1).says("switchctl: no bridge named none");
        assertEquals(before, state());
    }

    @Test
    void commandsOfAFileAreOneTransaction() throws IOException {
        final Path file = lab.directory().resolve("batch");
        Files.writeString(file, "# bridges\nadd-br a local=false\n\n  add-br 'b'  # the second\nadd-port a p1\n");
        ctl("-b", file.toString()).ok();
        assertEquals("a\nb\n", ctl("list-br").ok().stdout());
        assertEquals("a\nb\np1\n", daemon.switchctlReading("list-br\nlist-ports a\n", "-b", "-").ok().stdout());
        final String before = state();
        daemon.switchctlReading("add-br c\nadd-br a\n", "-b", "-").exits(1).says("a bridge named a already exists");
        daemon.switchctlReading("add-br c\nadd-bridge d\n", "-b", "-").exits(64).says("line 2 of standard input: unknown command 'add-bridge'");
        assertEquals(before, state());
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() {
        ctl("add-br", "a").ok();
        final String before = state();
        final String changes = ctl("--dry-run", "add-br", "b", "mac-aging-time=60", "--", "plug", "a", "ns1", "--", "del-br", "a").exits(1).stdout();
        assertEquals("", changes);
        assertEquals("make veth pair b and swd-00000062\nset device b up\nadd bridge b\nset mac-aging-time of bridge b to 60\n",
            ctl("--dry-run", "add-br", "b", "mac-aging-time=60").ok().stdout());
        assertTrue(ctl("--dry-run", "del-br", "a").ok().stdout().contains("remove bridge a\nremove device a"));
        assertEquals("", ctl("--dry-run", "list-br").ok().stdout());
        assertEquals(before, state());
    }

    @Test
    void mayExistAndIfExistsStandBeforeOrBehindTheName() {
        ctl("add-br", "a").ok();
        ctl("add-br", "a").exits(1).says("cannot create a bridge named a because a bridge named a already exists");
        ctl("--may-exist", "add-br", "a").ok();
        ctl("add-br", "--may-exist", "a").ok();
        ctl("add-port", "a", "p", "--", "--may-exist", "add-port", "a", "p").ok();
        ctl("add-br", "b", "--", "--may-exist", "add-port", "b", "p").exits(1).says("is actually attached to bridge a");
        ctl("del-port", "q").exits(1).says("no port named q");
        ctl("--if-exists", "del-port", "q", "--", "del-br", "--if-exists", "c").ok();
        ctl("--may-exist", "del-br", "a").exits(64).says("'del-br' command has no '--may-exist' option");
    }

    @Test
    void exitCodesAreThoseOfTheContract() {
        ctl("add-br", "a").exits(0);
        ctl("br-exists", "a").exits(0);
        final Result no = ctl("br-exists", "b").exits(2);
        assertEquals("", no.stdout() + no.stderr());
        ctl("del-br", "b").exits(1).says("switchctl: no bridge named b");
        ctl("--socket", "/run/nowhere.sock", "list-br").exits(3).says("no daemon answers at /run/nowhere.sock (No such file or directory)");
        ctl("frobnicate").exits(64).says("unknown command 'frobnicate'; use --help for help");
        ctl("list-ports").exits(64).says("'list-ports' command requires at least 1 arguments");
        ctl("list-br", "x").exits(64).says("'list-br' command takes at most 0 arguments");
        ctl().exits(64).says("missing command name");
        ctl("--frob", "list-br").exits(64).says("unknown option '--frob'");
        ctl("-t", "0", "list-br").exits(64).says("timeout '0'");
        ctl("--help").ok();
        ctl("add-br", "--help").ok();
        assertTrue(ctl("--version").ok().stdout().startsWith("switchctl "));
    }

    @Test
    void aDaemonThatHangsCostsTheDeadlineAndNoMore() {
        Commands.run("kill", "-STOP", Long.toString(daemon.pid())).ok();
        try {
            final long start = System.nanoTime();
            ctl("-t", "1", "list-br").exits(4).says("no answer within 1 second");
            assertTrue(System.nanoTime() - start < 3_000_000_000L);
        } finally {
            Commands.run("kill", "-CONT", Long.toString(daemon.pid())).ok();
        }
        ctl("list-br").ok();
    }

    @Test
    void aDaemonThatHangsAndWhoseQueueIsFullCostsTheDeadlineAndNoMore() throws IOException {
        final List<SocketChannel> waiting = new ArrayList<>();
        Commands.run("kill", "-STOP", Long.toString(daemon.pid())).ok();
        try {
            fillQueue(waiting);
            final long start = System.nanoTime();
            ctl("-t", "1", "list-br").exits(4).says("no answer within 1 second");
            assertTrue(System.nanoTime() - start < 3_000_000_000L);
        } finally {
            Commands.run("kill", "-CONT", Long.toString(daemon.pid())).ok();
            for (final SocketChannel channel : waiting) {
                channel.close();
            }
        }
        Await.until("the daemon answers again", Duration.ofSeconds(5), () -> ctl("list-br").exitCode() == 0);
    }

    /** Connects until the kernel queues no more; it cannot be more than a hundred, for the queue has 64 places. */
    private void fillQueue(final List<SocketChannel> waiting) throws IOException {
        boolean isFull = false;
        while (!isFull) {
            assertTrue(waiting.size() < 100);
            final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            waiting.add(channel);
            channel.configureBlocking(false);
            try {
                channel.connect(UnixDomainSocketAddress.of(daemon.socket()));
            } catch (final SocketException e) {
                isFull = true;
            }
        }
    }

    @Test
    void aUserWhoMayNotEnterTheRunDirectoryIsToldSo() {
        lab.run("chmod", "755", lab.directory().toString(), lab.directory().resolve("daemon").toString()).ok();
        final Map<String, String> environment = Map.of("SWITCHD_SOCKET", daemon.socket().toString());
        lab.run(environment, "", "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", Daemon.program("switchctl"), "list-br")
            .exits(1).says("switchctl: permission to use the daemon's socket " + daemon.socket() + " is denied; run switchctl as root");
    }

    @Test
    void commandsOfAFileThatAreTooLongForTheDaemonAreRefusedWithItsReason() {
        daemon.switchctlReading("add-br b\n".repeat(50_000), "-b", "-").exits(1).says("switchctl: request longer than 1048576 bytes");
    }

    @Test
    void namesAreUtf8WhateverTheLanguage() {
        final Map<String, String> environment = Map.of("SWITCHD_SOCKET", daemon.socket().toString(), "LC_ALL", "C");
        lab.run(environment, "", "sh", "-c", "exec \"$0\" add-br \"$(printf 'br\\303\\274')\" local=false", Daemon.program("switchctl")).ok();
        assertEquals("br\u00fc\n", lab.run(environment, "", Daemon.program("switchctl"), "list-br").ok().stdout());
        assertEquals("[\"br\u00fc\"]\n", lab.run(environment, "", Daemon.program("switchctl"), "-j", "list-br").ok().stdout());
        lab.run(environment, "", "sh", "-c", "exec \"$0\" del-br \"$(printf 'br\\303\\274')\"", Daemon.program("switchctl")).ok();
    }

    @Test
    void manyClientsAtOnceAreServedOneAfterAnother() {
        final List<CompletableFuture<Result>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final String bridge = "br" + i;
            clients.add(CompletableFuture.supplyAsync(() -> ctl("add-br", bridge, "local=false", "--", "add-port", bridge, "p" + bridge)));
            clients.add(CompletableFuture.supplyAsync(() -> ctl("--may-exist", "add-br", "same", "local=false")));
        }
        clients.forEach(client -> client.join().ok());
        assertEquals(9, ctl("list-br").ok().stdout().lines().count());
    }

    @Test
    void everyPrintingCommandHasATextAndAJsonForm() {
        ctl("add-br", "a", "mac-aging-time=60").ok();
        plug("a", "ns1", "10.0.0.1/24");
        ctl("add-port", "a", "absent", "mtu=1400").ok();
        assertEquals("[\"a\"]\n", ctl("-j", "list-br").ok().stdout());
        assertEquals("[\"absent\",\"p-ns1\"]\n", ctl("-f", "json", "list-ports", "a").ok().stdout());
        assertEquals("\"a\"\n", ctl("-j", "port-to-br", "absent").ok().stdout());
        assertEquals("[\"ns1\"]\n", ctl("-j", "netns", "list").ok().stdout());
        assertEquals("    Bridge a\n        mac-aging-time: 60\n        Port a\n            Interface a\n                type: internal\n"
            + "        Port absent\n            mtu: 1400\n            Interface absent\n"
            + "                error: \"could not open network device absent (No such device)\"\n"
            + "        Port p-ns1\n            Interface p-ns1\n", ctl("show").ok().stdout());
        final JsonNode show = JSON.readTree(ctl("-j", "show", "a").ok().stdout()).get(0);
        assertEquals(60, show.get("mac-aging-time").asInt());
        assertEquals("{\"name\":\"a\",\"type\":\"internal\",\"up\":true}", show.get("ports").get(0).toString());
        assertEquals(1_400, show.get("ports").get(1).get("mtu").asInt());
        assertFalse(show.get("ports").get(1).get("up").asBoolean());
        assertTrue(ctl("fdb", "show").ok().stdout().contains("port  VLAN  MAC                Age\n"));
        assertTrue(JSON.readTree(ctl("-j", "fdb", "show", "a").ok().stdout()).isArray());
        assertEquals(8_192, JSON.readTree(ctl("-j", "fdb", "stats", "a").ok().stdout()).get("maximum").asInt());
        final JsonNode stats = JSON.readTree(ctl("-j", "stats", "absent").ok().stdout()).get(0);
        assertEquals("{\"bridge\":\"a\",\"port\":\"absent\",\"rx_packets\":0,\"rx_bytes\":0,\"tx_packets\":0,\"tx_bytes\":0,"
            + "\"rx_dropped\":0,\"tx_dropped\":0,\"drops\":{}}", stats.toString());
        final JsonNode status = JSON.readTree(ctl("-j", "status").ok().stdout());
        assertEquals(daemon.pid(), status.get("pid").asLong());
        assertEquals("absent", status.get("port_state").get(1).get("state").asString());
        assertTrue(ctl("status").ok().stdout().contains("pid: " + daemon.pid()));
        assertEquals("60\n", ctl("get", "bridge", "a", "mac-aging-time").ok().stdout());
        assertEquals(2, JSON.readTree(ctl("-j", "list-br", "--", "list-ports", "a").ok().stdout()).size());
    }

    @Test
    void settingsAreSetReadAndCleared() {
        ctl("add-br", "a").ok();
        ctl("set", "bridge", "a", "mac-aging-time=60", "forward-bpdu=true").ok();
        assertEquals("local: true\nmac-aging-time: 60\nmac-table-size: 8192\nforward-bpdu: true\n", ctl("get", "bridge", "a").ok().stdout());
        ctl("clear", "bridge", "a", "mac-aging-time").ok();
        assertEquals("300\n", ctl("get", "bridge", "a", "mac-aging-time").ok().stdout());
        ctl("set", "bridge", "a", "local=false").ok();
        assertFalse(lab.run("ip", "-o", "link").stdout().contains(": a@"));
        plug("a", "ns1", "10.0.0.1/24");
        ctl("set", "port", "p-ns1", "mtu=1400").ok();
        assertTrue(lab.run("ip", "-o", "link", "show", "p-ns1").stdout().contains("mtu 1400"));
    }

    @Test
    void noWaitAnswersAndTheWorkIsDone() {
        ctl("--no-wait", "add-br", "a", "--", "plug", "a", "ns1", "addr=10.0.0.1/24").ok();
        Await.until("the plug is made", Duration.ofSeconds(5), () -> ctl("-j", "show").ok().stdout().contains("{\"name\":\"ns1-eth0\",\"up\":true}"));
    }

    @Test
    void theConfigurationAndItsDevicesOutliveTheDaemon() {
        ctl("add-br", "a", "mac-aging-time=60").ok();
        plug("a", "ns1", "10.0.0.1/24");
        plug("a", "ns2", "10.0.0.2/24");
        final String before = state();
        assertEquals(0, daemon.stop("INT"));
        assertTrue(lab.run("ip", "-d", "link", "show", "p-ns1").ok().stdout().contains("promiscuity 0"));
        assertFalse(Files.exists(daemon.socket()));
        ctl("list-br").exits(3);
        daemon.start();
        Await.until("the ports are up", Duration.ofSeconds(5), () -> state().equals(before));
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aDaemonThatWasKilledLeavesNothingInItsWay() {
        ctl("add-br", "a").ok();
        plug("a", "ns1", "10.0.0.1/24");
        plug("a", "ns2", "10.0.0.2/24");
        daemon.stop("KILL");
        ctl("list-br").exits(3);
        daemon.start();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPlugThatADaemonWasKilledOverIsFinishedByTheNext() {
        ctl("add-br", "a").ok();
        plug("a", "ns1", "10.0.0.1/24");
        ctl("plug", "a", "ns2", "addr=10.0.0.2/24", "addr=fd00::2/64", "gw=10.0.0.254").ok();
        daemon.stop("KILL");
        lab.in("ns1", "ip", "address", "flush", "dev", "eth0").ok();
        lab.in("ns1", "ip", "link", "set", "eth0", "down").ok();
        daemon.start();
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPlugWhoseNamespaceIsMissingAtStartIsMadeWhenThatIsThere() {
        ctl("netns", "add", "ns1", "--", "add-br", "a").ok();
        plug("a", "ns1", "10.0.0.1/24");
        plug("a", "ns2", "10.0.0.2/24");
        assertEquals(0, daemon.stop("TERM"));
        lab.run("ip", "netns", "del", "ns1").ok();
        daemon.start();
        assertTrue(ctl("show").ok().stdout().contains("could not open network device p-ns1"));
        ctl("netns", "add", "ns1").ok();
        Await.until("the port has joined", Duration.ofSeconds(5), () -> !ctl("show").ok().stdout().contains("error"));
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aSecondDaemonIsRefused() throws IOException {
        final Path output = lab.directory().resolve("second.log");
        assertEquals(1, Daemon.waitFor(daemon.launch(output)));
        assertTrue(Files.readString(output).contains("switchd: another switchd (pid " + daemon.pid() + ") uses"), Files.readString(output));
        ctl("list-br").ok();
    }

    @Test
    void theSocketIsForItsOwnerAndGroupOnly() throws IOException {
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(daemon.socket())));
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(daemon.socket().getParent())));
    }

    @Test
    void anIdleDaemonUsesLessThanAHundredthOfACore() throws Exception {
        ctl("add-br", "a").ok();
        plug("a", "ns1", "10.0.0.1/24");
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 4 && least > 5; window++) {
            final long before = ticks();
            Thread.sleep(5_000);
            least = Math.min(least, ticks() - before);
        }
        assertTrue(least <= 5, least + " hundredths of a second of processor time in five seconds; the compiler may still work in the first");
    }

    private long ticks() throws IOException {
        final String stat = Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Test
    void withoutStateADaemonRemovesWhatItMade() {
        final Map<String, String> environment = Map.of("SWITCHD_SOCKET", lab.directory().resolve("other/switchd.sock").toString());
        final Process other = lab.start(lab.directory().resolve("other.log"), Daemon.program("switchd"), "--no-state", "--run-dir",
            lab.directory().resolve("other").toString());
        Await.until("the other daemon listens", Duration.ofSeconds(20), () -> Files.exists(lab.directory().resolve("other/switchd.sock")));
        final String before = state();
        lab.run(environment, "", Daemon.program("switchctl"), "add-br", "x", "--", "plug", "x", "nsx", "--", "add-veth", "v1", "v2", "--",
            "add-veth", "v3", "v4").ok();
        lab.run("ip", "link", "del", "v3").ok();
        lab.run("ip", "link", "add", "v3", "type", "veth", "peer", "name", "v4").ok();
        Commands.run("kill", Long.toString(other.pid())).ok();
        assertEquals(0, Daemon.waitFor(other));
        lab.run("ip", "link", "del", "v3").ok();
        assertEquals(before, state());
    }

    @Test
    void whatADaemonWithoutStateMadeAndWasKilledOverIsRemovedByTheNext() {
        final Path directory = lab.directory().resolve("killed");
        final Map<String, String> environment = Map.of("SWITCHD_SOCKET", directory.resolve("switchd.sock").toString());
        final String before = state();
        for (final String signal : List.of("KILL", "TERM")) {
            final Path log = lab.directory().resolve("killed.log." + signal);
            final Process other = lab.start(log, Daemon.program("switchd"), "--no-state", "--run-dir", directory.toString());
            Await.until("the other daemon is ready", Duration.ofSeconds(20), () -> contains(log, " is ready at "));
            assertEquals(before, state());
            lab.run(environment, "", Daemon.program("switchctl"), "add-br", "x", "--", "plug", "x", "nsx", "--", "add-veth", "v1", "v2", "--", "add-veth", "v3", "v4").ok();
            lab.run(environment, "", Daemon.program("switchctl"), "del-veth", "v3").ok();
            assertNotEquals(before, state());
            Commands.run("kill", "-" + signal, Long.toString(other.pid())).ok();
            Daemon.waitFor(other);
        }
        assertEquals(before, state());
    }

    private static boolean contains(final Path file, final String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
