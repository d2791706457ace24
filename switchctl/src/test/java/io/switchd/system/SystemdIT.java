package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.systemd.DescriptorStore;
import io.switchd.systemd.Notifier;
import io.switchd.testkit.Await;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.RequiresStrace;
import io.switchd.testkit.Result;
import io.switchd.testkit.SpawnedProcess;
import io.switchd.testkit.SystemdStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The daemon as a service of systemd, of which a stand-in speaks the protocols: the first process of the machines on
 * which tests run is another one.
 */
@RequiresRoot
@Once
class SystemdIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PLUGS = 30;
    private static final int STALL_MILLIS = 4_000;
    private static final Map<String, String> WATCHED = Map.of("WATCHDOG_USEC", "1000000");

    private Lab lab;
    private SystemdStandIn systemd;
    private Path log;

    @BeforeEach
    void open() {
        lab = new Lab();
        systemd = new SystemdStandIn(lab.directory().resolve("notify"));
        log = lab.directory().resolve("log");
    }

    @AfterEach
    void close() {
        systemd.close();
        lab.close();
    }

    private SpawnedProcess start(final Map<String, String> environment) {
        return systemd.start(lab, log, environment, Daemon.program("switchd"), "--run-dir", directory("run"), "--state-dir", directory("state"));
    }

    private String directory(final String name) {
        return lab.directory().resolve(name).toString();
    }

    private Path socket() {
        return lab.directory().resolve("run/switchd.sock");
    }

    private Result ctl(final String... args) {
        final List<String> command = new ArrayList<>(List.of(Daemon.program("switchctl"), "--socket", socket().toString()));
        command.addAll(List.of(args));
        return lab.run(command.toArray(String[]::new)).ok();
    }

    /** Names of ports that are up at this moment. */
    private List<String> up() {
        try (ControlClient client = new ControlClient(socket())) {
            final List<String> up = new ArrayList<>();
            for (final JsonNode bridge : JsonMapper.shared().readTree(client.call("show", "{}")).get("result")) {
                for (final JsonNode port : bridge.get("ports")) {
                    if (port.get("up").asBoolean()) {
                        up.add(port.get("name").asString());
                    }
                }
            }
            return up;
        } catch (final IOException e) {
            return List.of(e.toString());
        }
    }

    private void ends(final SpawnedProcess daemon) throws IOException {
        daemon.signal("TERM");
        assertEquals(0, daemon.waitFor(SOON), Files.readString(log));
        assertEquals(List.of(), Files.readString(log).lines().filter(line -> line.contains("WARNING") && !line.contains(" loop-0 ")).toList());
    }

    /** All that a reboot takes away. */
    private void reboot() {
        lab.run("sh", "-c", "for i in $(seq " + PLUGS + "); do ip link delete dev p$i; ip netns delete ns$i; done; ip link delete dev br").ok();
        lab.run("rm", "-r", directory("run")).ok();
    }

    @Test
    void isReadyWhenAllThatIsConfiguredWorksAndNotBefore() throws Exception {
        final SpawnedProcess first = start(Map.of());
        systemd.await("READY=1", SOON);
        final StringBuilder call = new StringBuilder("add-br br\n");
        for (int i = 1; i <= PLUGS; i++) {
            call.append("plug br ns").append(i).append(" port=p").append(i).append('\n');
        }
        final Path commands = Files.writeString(lab.directory().resolve("commands"), call);
        ctl("-t", "60", "-b", commands.toString());
        ends(first);
        reboot();

        final AtomicReference<List<String>> upWhenReady = new AtomicReference<>(List.of());
        systemd.listen(message -> {
            if (message.has("READY=1")) {
                upWhenReady.set(up());
            }
        });
        final long begin = System.nanoTime();
        final SpawnedProcess second = start(Map.of());
        Await.until("it is ready a second time", SOON, () -> systemd.count("READY=1") == 2);
        assertEquals(PLUGS + 1, upWhenReady.get().size(), upWhenReady.get().toString() + Files.readString(log));
        final SystemdStandIn.Message ready = systemd.messages().stream().filter(message -> message.pid() == second.pid() && message.has("READY=1")).findFirst().orElseThrow();
        System.out.println(PLUGS + " plugs made again and the service ready within " + Duration.ofNanos(ready.nanos() - begin).toMillis() + " ms of its start");
        assertEquals(List.of("READY=1", "STATUS=bridges: 1, ports up: 31 of 31"), ready.lines());
        ends(second);
        assertEquals(List.of("STOPPING=1"), systemd.messages().get(systemd.messages().size() - 1).lines());
        assertEquals(Set.of(first.pid(), second.pid()), Set.copyOf(systemd.messages().stream().map(SystemdStandIn.Message::pid).toList()), "the launcher becomes the daemon");
    }

    @Test
    @RequiresStrace
    void givesSignsOfLifeWhileItForwardsAndNoneWhileALoopStandsStill() throws Exception {
        final SpawnedProcess daemon = start(WATCHED);
        systemd.await("READY=1", SOON);
        ctl("add-br", "br", "local=false", "--", "plug", "br", "ns1", "addr=10.0.0.1/24", "--", "plug", "br", "ns2", "addr=10.0.0.2/24");
        Await.until("signs of life come", SOON, () -> systemd.count("WATCHDOG=1") >= 3);
        lab.in("ns1", "ping", "-c", "2", "-i", "0.1", "-W", "2", "10.0.0.2").ok();
        systemd.await("STATUS=bridges: 1, ports up: 2 of 2", SOON);

        final Path told = lab.directory().resolve("strace");
        final Process strace = lab.start(told, "strace", "-p", loopOf(daemon), "-e", "trace=sendmmsg,epoll_wait",
            "-e", "inject=sendmmsg:delay_enter=" + STALL_MILLIS * 1_000 + ":when=1");
        Await.until("strace sees the loop", SOON, () -> Files.exists(told) && read(told).contains("epoll_wait"));
        final Process ping = lab.start(lab.directory().resolve("ping"), "ip", "netns", "exec", "ns1", "ping", "-c", "1", "-W", "1", "10.0.0.2");
        final SystemdStandIn.Message stalled = systemd.await("STATUS=does not forward: a forwarding loop stands still", SOON);
        final long signs = systemd.count("WATCHDOG=1");
        assertTrue(Daemon.waitFor(ping) != 0, "it does not forward");
        assertEquals(signs, systemd.count("WATCHDOG=1"));
        Await.until("signs of life come again", SOON, () -> systemd.count("WATCHDOG=1") > signs);
        final long again = systemd.messages().stream().filter(message -> message.has("WATCHDOG=1")).skip(signs).findFirst().orElseThrow().nanos();
        System.out.println("a loop held for " + STALL_MILLIS + " ms; no sign of life for " + Duration.ofNanos(again - stalled.nanos()).toMillis() + " ms from when it was noticed");
        strace.destroy();
        Daemon.waitFor(strace);
        daemon.signal("TERM");
        assertEquals(0, daemon.waitFor(SOON), Files.readString(log));
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String loopOf(final SpawnedProcess daemon) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Integer.toString(daemon.pid()), "task"))) {
            for (final Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).equals("loop-0\n")) {
                    return thread.getFileName().toString();
                }
            }
        }
        throw new AssertionError("no thread is loop-0");
    }

    @Test
    void closesWhatWasKeptForADaemonThatKnewMore() throws Exception {
        final int file = LinuxException.check("open", LibC.open("/etc/hostname", 0, 0));
        final Map<String, String> environment = Map.of("NOTIFY_SOCKET", lab.directory().resolve("notify").toString());
        DescriptorStore.open(Notifier.of(environment), environment, 0).put("of.old", file);
        Await.until("it is kept", SOON, () -> systemd.store().containsKey("of.old"));
        LibC.close(file);

        final SpawnedProcess daemon = start(Map.of());
        systemd.await("READY=1", SOON);
        assertFalse(systemd.store().containsKey("of.old"), "nobody will take it");
        assertTrue(Files.readString(log).contains("descriptors that systemd has kept are of no use any more, and are closed: of.old"), Files.readString(log));
        try (Stream<Path> open = Files.list(Path.of("/proc", Integer.toString(daemon.pid()), "fd"))) {
            for (final Path descriptor : open.toList()) {
                assertFalse(Files.isSymbolicLink(descriptor) && Files.readSymbolicLink(descriptor).endsWith("hostname"), descriptor.toString());
            }
        }
        daemon.signal("TERM");
        assertEquals(0, daemon.waitFor(SOON));
    }

    @Test
    void goesOnWhenNobodyCanBeTold() throws Exception {
        final Process daemon = lab.start(Map.of("NOTIFY_SOCKET", "/nowhere", "WATCHDOG_USEC", "20000"), log,
            Daemon.program("switchd"), "--run-dir", directory("run"), "--state-dir", directory("state"));
        Await.until("it is ready", SOON, () -> Files.exists(socket()));
        ctl("add-br", "br");
        daemon.destroy();
        assertEquals(0, Daemon.waitFor(daemon));
        final List<String> warnings = Files.readAllLines(log).stream().filter(line -> line.contains("WARNING")).toList();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).endsWith("sendmmsg: No such file or directory"), warnings.get(0));
    }
}
