package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresStrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A daemon that meets what it cannot survive ends at once, says why and in which state it was, and one that is started
 * after it forwards with the configuration whole. All of it is done to a daemon as it is delivered: it is given little of
 * something, or its system calls are held up or made to fail by strace.
 */
@Once
class FatalIT extends GuestTest {

    private static final Map<String, String> LITTLE_HEAP = Map.of("SWITCHD_JAVA_OPTS", "-Xms20m -Xmx20m");
    private static final Map<String, String> LITTLE_DIRECT_MEMORY = Map.of("SWITCHD_JAVA_OPTS", "-XX:MaxDirectMemorySize=600k");

    private String configuration;

    private void runWith(final Map<String, String> environment) {
        daemon.stop("TERM");
        daemon.startWith(environment);
        runsWithTwoGuests();
    }

    private void runsWithTwoGuests() {
        guests("a", "b");
        configuration = ctl("export").ok().stdout();
    }

    /** Demands that the daemon has ended for that reason, and that its state tells it and where it happened. */
    private void endsOver(final String reason, final String where, final long sinceNanos) throws IOException {
        assertEquals(3, daemon.waitForEnd(), daemon::log);
        final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        final Path file = stateFile();
        final String state = Files.readString(file);
        System.out.println("gone " + millis + " ms after the fault, its state in " + state.length() + " bytes: " + reason);
        assertTrue(millis < 10_000, millis + " ms");
        assertTrue(daemon.log().lines().anyMatch(line -> line.contains(" SEVERE switchd cannot go on and ends with exit code 3: ")
            && line.contains(reason) && line.endsWith("; its state is in " + file)), daemon::log);
        for (final String part : List.of(reason, where, "\n  heap used ", " direct buffers used ", "\n  loop-0 beat ", "\n  control beat ", "VmRSS:", "\n  manager ")) {
            assertTrue(state.contains(part), () -> "no \"" + part + "\" in\n" + state);
        }
        Files.delete(file);
    }

    private Path stateFile() throws IOException {
        try (Stream<Path> files = Files.list(daemon.stateDirectory())) {
            return files.filter(file -> file.getFileName().toString().startsWith("fatal-")).findAny().orElseThrow(() -> new AssertionError("no state:\n" + daemon.log()));
        }
    }

    private void theNextOneForwards() {
        final long start = System.nanoTime();
        daemon.start();
        flow("a", "b", 1_000).arrivesWhole();
        System.out.println("the next one forwards after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
    }

    private void theConfigurationIsWhole() {
        assertEquals(configuration, ctl("export").ok().stdout());
    }

    @Test
    void withoutHeap() throws IOException {
        runWith(LITTLE_HEAP);
        final long start = System.nanoTime();
        assertEquals(1, ctl("set", "bridge", "br", "mac-table-size=1000000").exitCode());
        endsOver("java.lang.OutOfMemoryError: Java heap space", "io.switchd.fdb.MacTable.<init>", start);
        theNextOneForwards();
        assertEquals("1000000\n", ctl("get", "bridge", "br", "mac-table-size").ok().stdout(), "it was stored before it was done");
        ctl("clear", "bridge", "br", "mac-table-size").ok();
        theConfigurationIsWhole();
    }

    @Test
    void withoutMemoryOutsideTheHeap() throws IOException {
        runWith(LITTLE_DIRECT_MEMORY);
        final long start = System.nanoTime();
        try (ControlClient client = new ControlClient(daemon.socket())) {
            client.call("transact", "{\"commands\":[" + String.join(",", Collections.nCopies(9_000, "{\"method\":\"show\",\"params\":{}}")) + "]}");
        } catch (final IOException e) {
            System.out.println("the daemon has gone: " + e.getMessage());
        }
        endsOver("direct buffer memory", "io.netty.buffer.", start);
        theNextOneForwards();
        theConfigurationIsWhole();
    }

    @RequiresStrace
    @Test
    void withoutAnotherThread() throws IOException {
        runsWithTwoGuests();
        final Process failing = strace("manager", "-e", "trace=clone,clone3", "-e", "inject=clone,clone3:error=EAGAIN");
        final long start = System.nanoTime();
        assertEquals(1, ctl("netns", "add", "c").exitCode());
        endsOver("java.lang.OutOfMemoryError: unable to create native thread", "io.switchd.linux.netns.NetworkNamespaces.add", start);
        failing.destroyForcibly();
        theNextOneForwards();
        theConfigurationIsWhole();
        assertEquals("a\nb\n", ctl("netns", "list").ok().stdout(), "nothing is left of what was begun");
    }

    @RequiresStrace
    @Test
    void withALoopThatStandsStill() throws IOException {
        runsWithTwoGuests();
        final Process holdUp = strace("loop-0", "-e", "trace=sendmmsg", "-e", "inject=sendmmsg:delay_enter=30000000");
        final long start = System.nanoTime();
        guest("a").send(toAll("a").payload("held up"));
        Await.until("that is told", SOON, () -> daemon.log().contains("WARNING loop-0 has not advanced for 1,"));
        assertTrue(daemon.log().lines().anyMatch(line -> line.contains("loop-0 has not advanced for 1,") && line.contains("SendQueue.send")), daemon::log);
        Await.until("that is fatal", SOON, () -> daemon.log().contains("SEVERE"));
        holdUp.destroyForcibly();
        endsOver("loop-0 has not advanced for 5,", "io.switchd.linux.packet.SendQueue.send", start);
        theNextOneForwards();
        theConfigurationIsWhole();
    }

    @RequiresStrace
    @Test
    void withoutNewsOfTheDevices() throws IOException {
        runsWithTwoGuests();
        final Process failing = strace("link-monitor", "-e", "trace=poll,ppoll", "-e", "inject=poll,ppoll:error=EBADF");
        final long start = System.nanoTime();
        lab.run("ip", "link", "add", "new", "type", "veth", "peer", "name", "other").ok();
        endsOver("io.switchd.linux.libc.LinuxException: poll: Bad file descriptor", "io.switchd.linux.netlink.LinkMonitor.run", start);
        failing.destroyForcibly();
        theNextOneForwards();
        theConfigurationIsWhole();
    }

    @Test
    void notWhenItWasStoppedForLongerThanALoopMayStandStill() {
        runsWithTwoGuests();
        Commands.run("kill", "-STOP", Long.toString(daemon.pid())).ok();
        final long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
        Await.until("it was stopped for long", SOON, () -> System.nanoTime() > end);
        Commands.run("kill", "-CONT", Long.toString(daemon.pid())).ok();
        flow("a", "b", 1_000).arrivesWhole();
        assertTrue(!daemon.log().contains("has not advanced"), daemon::log);
    }

    @Test
    void notWhenItHasNoDescriptorForAnotherClient() throws IOException {
        runsWithTwoGuests();
        final int open = Path.of("/proc", Long.toString(daemon.pid()), "fd").toFile().list().length;
        Commands.run("prlimit", "--pid=" + daemon.pid(), "--nofile=" + (open + 2) + ":").ok();
        final String line = "WARNING no connection can be accepted (Too many open files); it is tried again every second";
        final Flow flow = flow("a", "b", 1_000);
        final List<ControlClient> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            clients.add(new ControlClient(daemon.socket()));
        }
        Await.until("that is told", SOON, () -> daemon.log().contains(line));
        flow.arrivesWhole();
        for (final ControlClient client : clients) {
            client.close();
        }
        ctl("list-br").ok();
        assertTrue(daemon.log().lines().filter(each -> each.endsWith(line)).count() <= 5, daemon::log);
        Commands.run("prlimit", "--pid=" + daemon.pid(), "--nofile=1024:").ok();
    }

    /** Holds on to one thread of the daemon; returns when it does. */
    private Process strace(final String thread, final String... options) throws IOException {
        final List<String> command = new ArrayList<>(List.of("strace", "-p", threadId(thread), "-o", "/dev/null"));
        command.addAll(List.of(options));
        final Path output = lab.directory().resolve("strace.log");
        final Process process = lab.start(output, command.toArray(String[]::new));
        Await.until("strace is there", SOON, () -> read(output).contains("attached"));
        return process;
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String threadId(final String name) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "task"))) {
            return tasks.filter(task -> read(task.resolve("comm")).strip().equals(name)).findAny().orElseThrow().getFileName().toString();
        }
    }
}
