package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What it costs to be written in Java: a call of the client beside a Java program that only says hello, both in turn, as
 * medians; and the memory of a daemon. The figures are in docs/performance.md.
 */
@Alone
class StartupIT extends GuestTest {

    private static final int CALLS = 9;
    private static final double MOST_OF_HELLO = 2.5;
    private static final int BATCH = 100;
    private static final double MOST_OF_ONE = 3;
    private static final int PORTS = 10;
    private static final int STARTS = 5;
    private static final long MOST_MEBIBYTES = 110;
    /** Of a client without an archive, as counted when this was written; see {@link #CLASSES_25}. */
    private static final int CLASSES_17 = 919;
    private static final int CLASSES_25 = 1_091;

    /** The least that a Java program can do. */
    static final class Hello {

        private Hello() {
        }

        public static void main(final String[] args) {
            System.out.println("hello");
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path target() {
        return Path.of(Daemon.program("switchctl")).resolve("../../switchctl/target").normalize();
    }

    private static boolean isArchived() {
        try (Stream<Path> files = Files.list(target())) {
            return files.anyMatch(file -> file.toString().endsWith(".jsa") && file.toString().contains(Runtime.version().toString()));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double millis(final Runnable call) {
        final long begin = System.nanoTime();
        call.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    /** How many times as long one takes as the other. */
    private static double ratio(final String what, final Runnable one, final Runnable other) {
        final double[][] times = new double[2][CALLS];
        for (int i = 0; i < CALLS; i++) {
            times[0][i] = millis(one);
            times[1][i] = millis(other);
        }
        Arrays.stream(times).forEach(Arrays::sort);
        final double ratio = times[0][CALLS / 2] / times[1][CALLS / 2];
        System.out.printf("%s: %.2f times, %.0f ms beside %.0f ms (medians of %d)%n", what, ratio, times[0][CALLS / 2], times[1][CALLS / 2], CALLS);
        return ratio;
    }

    private void listBridges() {
        ctl("list-br").ok();
    }

    @Test
    void aCallCostsLittleMoreThanAJavaProgramThatSaysHello() {
        listBridges();
        Await.until("the client's classes are archived", Duration.ofSeconds(30), StartupIT::isArchived);
        final double ratio = ratio("list-br beside a Java program that says hello", this::listBridges, () -> lab.run(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xshare:auto", "-cp", target().resolve("test-classes").toString(), Hello.class.getName()).ok());
        assertTrue(ratio <= MOST_OF_HELLO, ratio + " times");
    }

    @Test
    void aCallOfManyCommandsCostsLittleMoreThanOneOfOne() {
        final String many = "list-br\n".repeat(BATCH);
        final double ratio = ratio(BATCH + " commands in a call beside one", () -> daemon.switchctlReading(many, "-b", "-").ok(), this::listBridges);
        assertTrue(ratio <= MOST_OF_ONE, ratio + " times");
    }

    @Test
    void theClientLoadsFewClasses() throws IOException {
        final Path log = lab.directory().resolve("classes");
        lab.run(Map.of("SWITCHD_SOCKET", daemon.socket().toString()), "", java(), "-Xshare:auto", "-Xlog:class+load:file=" + log, "-cp", target().resolve("switchctl.jar") + ":" + target().resolve("lib/protocol.jar"),
            "io.switchd.ctl.Switchctl", "list-br").ok();
        final long classes = Files.readAllLines(log).size();
        final int known = Runtime.version().feature() < 25 ? CLASSES_17 : CLASSES_25;
        System.out.println("the client loads " + classes + " classes, " + known + " when they were counted first");
        assertTrue(classes <= known * 5 / 4, classes + " classes, where there were " + known);
    }

    @Test
    void aDaemonWithTenPortsNeedsLittleMemory() {
        daemon.stop("TERM");
        daemon.startWith(Map.of("SWITCHD_JAVA_OPTS", ""));
        final List<String> call = new ArrayList<>(List.of("set", "bridge", "br", "mac-aging-time=60"));
        IntStream.range(0, PORTS).forEach(port -> call.addAll(List.of("--", "add-veth", "p" + port, "q" + port, "--", "add-port", "br", "p" + port)));
        ctl(call.toArray(String[]::new)).ok();
        IntStream.range(0, PORTS).forEach(port -> lab.run("ip", "link", "set", "q" + port, "up").ok());
        Await.until("all ports are up", Duration.ofSeconds(10), () -> !ctl("show").ok().stdout().contains("error"));
        Await.until("it needs no more than " + MOST_MEBIBYTES + " MiB", Duration.ofSeconds(15), () -> number("VmRSS") / 1024 <= MOST_MEBIBYTES);
        System.out.println("a daemon with " + PORTS + " ports: " + number("VmRSS") / 1024 + " MiB resident, of which rings, archives and libraries "
            + number("RssFile") / 1024 + ", " + number("Threads") + " threads");
    }

    @Test
    void aDaemonThatIsStartedForwardsSoon() {
        guests("a", "b");
        final List<Long> millis = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            daemon.stop("TERM");
            final String text = "start " + start;
            final byte[] frame = toAll("a").payload(text);
            final long begin = System.nanoTime();
            final CompletableFuture<Void> ready = CompletableFuture.runAsync(daemon::start);
            Await.until("the first frame passes", Duration.ofSeconds(20), () -> {
                guest("a").send(frame);
                return !guest("b").received(text).isEmpty();
            });
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            ready.join();
        }
        Collections.sort(millis);
        System.out.println("from the start of a daemon to the first frame that it forwards: " + millis.get(0) + " | " + millis.get(STARTS / 2) + " | "
            + millis.get(STARTS - 1) + " ms (least | median | most of " + STARTS + ")");
        assertTrue(millis.get(STARTS / 2) < 5_000, millis.toString());
    }

    /** Of the daemon's status, see proc(5). */
    private long number(final String name) {
        try {
            final String line = Files.readAllLines(Path.of("/proc", Long.toString(daemon.pid()), "status")).stream()
                .filter(candidate -> candidate.startsWith(name + ":")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
