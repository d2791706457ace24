package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Footprint;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Once;
import io.switchd.testkit.RawSender;
import io.switchd.testkit.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Others take a port's device away and give it back, again and again ({@code -Dchurn.cycles=1000} for a thorough run).
 * Each time the port leaves, {@code show} says why, and it forwards again by itself, which is timed; a flow between two
 * other ports loses nothing; and in the end the daemon holds what it held before.
 */
@Alone
@Once
class ChurnIT extends GuestTest {

    private static final int CYCLES = Integer.getInteger("churn.cycles", 8);
    private static final int THOROUGH = 500;
    private static final int FRAMES_PER_SECOND = 2_000;
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String ABSENT = "could not open network device %s (No such device)";
    private static final String STRANGER = "02:00:00:00:00:66";
    private static final int JUMBO = 8_000;
    private static final int STRANGERS = 20_000;
    private static final int FILLERS = 2_500;
    private static final int FILLERS_AT_ONCE = 500;
    private static final int SOURCE = 6;

    private final List<String> table = new ArrayList<>();
    private Shell shell;
    private ControlClient client;

    /** What is done to the device {@code mine}, whose other end is {@code eth0} in the namespace {@code far}. */
    private enum Kind {
        DELETED("deleted and made again", "ip link del mine", "ip link add mine type veth peer name eth0 netns far && ip -n far link set eth0 up", ABSENT),
        RENAMED("renamed and back", "ip link set mine name other", "ip link set other name mine", ABSENT),
        MOVED("moved to another namespace and back", "ip link set mine netns away", "ip -n away link set mine netns $daemon", ABSENT),
        DOWN("down and up", "ip link set mine down", "ip link set mine up", "device %s is down"),
        NO_CARRIER("the other end down and up", "ip -n far link set eth0 down", "ip -n far link set eth0 up", "no carrier: the other end of %s is down"),
        ENSLAVED("put into a bridge of the kernel and out", "ip link set mine master kernel", "ip link set mine nomaster",
            "%s belongs to a bridge or bond of the kernel"),
        UNPLUGGED("namespace deleted while plugged, and made again", "ip netns del far", "ip netns add far", ABSENT);

        private final String words;
        private final String change;
        private final String undo;
        private final String error;

        Kind(final String words, final String change, final String undo, final String error) {
            this.words = words;
            this.change = change;
            this.undo = undo;
            this.error = String.format(error, "mine");
        }
    }

    @BeforeEach
    void connectThreeHosts() throws IOException {
        guests("a", "b", "w");
        shell = lab.shell();
        shell.run("daemon=" + daemon.pid());
        shell.run("ip link add kernel type bridge");
        client = new ControlClient(daemon.socket());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        shell.close();
    }

    @AfterAll
    void printTable() {
        if (!table.isEmpty()) {
            System.out.println("| " + CYCLES + " times | `show` tells, p50 | p99 | longest | forwards again, p50 | p99 | longest (ms) |\n|---|---:|---:|---:|---:|---:|---:|");
            table.forEach(System.out::println);
        }
    }

    private void makeDevice(final Kind kind) {
        silentNamespace("far");
        silentNamespace("away");
        if (kind == Kind.UNPLUGGED) {
            ctl("plug", "br", "far", "port=mine").ok();
        } else {
            shell.run(Kind.DELETED.undo);
            ctl("add-port", "br", "mine").ok();
        }
        nanosUntil("the port is up", () -> error("mine").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aPortWhoseDeviceComesAndGoesIsBackSoonAndLeavesNothingBehind(final Kind kind) {
        makeDevice(kind);
        if (CYCLES >= THOROUGH) {
            fillEventLog();
        }
        cycle(kind, 0, new long[1], new long[1]);
        final Held before = held();
        final long[] told = new long[CYCLES];
        final long[] back = new long[CYCLES];
        final long[] memory = new long[CYCLES];
        final Flow flow = flow("a", "b", FRAMES_PER_SECOND);
        for (int i = 0; i < CYCLES; i++) {
            cycle(kind, i, told, back);
            memory[i] = Footprint.residentKilobytes(daemon.pid());
        }
        flow.arrivesWhole();
        holds(before);
        final double slope = slope(memory);
        table.add("| " + kind.words + " | " + times(told) + " | " + times(back) + " |");
        System.out.printf(Locale.ROOT, "%s: told %s, back %s ms (p50 | p99 | longest); %d frames of others passed, the slowest in %d ms; resident memory %d KiB, then %d, in the second half"
            + " %.1f KiB more each time; %s%n", kind.words, times(told), times(back), flow.sent(), flow.slowest().toMillis(), memory[0], memory[CYCLES - 1], slope, before);
        assertTrue(CYCLES < THOROUGH || slope < 2, "memory grows by " + slope + " KiB each time");
    }

    /** Which grows with the first events, of stations and of the rest, and has room for less than these. */
    private void fillEventLog() {
        try (RawSender sender = new RawSender(lab, "far", "eth0")) {
            for (int i = 0; i < STRANGERS; i++) {
                final byte[] frame = frame("");
                ByteBuffer.wrap(frame).putShort(SOURCE + Short.BYTES, (short) i);
                sender.send(frame);
            }
        }
        ctl("fdb", "flush", "br").ok();
        for (int i = 0; i < FILLERS; i += FILLERS_AT_ONCE) {
            daemon.switchctlReading(fillers("add-br filler%d local=false mac-table-size=10\n"), "-b", "-").ok();
            daemon.switchctlReading(fillers("del-br filler%d\n"), "-b", "-").ok();
        }
    }

    private static String fillers(final String command) {
        return IntStream.range(0, FILLERS_AT_ONCE).mapToObj(i -> String.format(command, i)).collect(Collectors.joining());
    }

    /** What the daemon and the device hold, and how many lines of the log tell of something wrong but {@link Kind#ENSLAVED}. */
    private record Held(Footprint footprint, Map<String, Integer> holder, String promiscuity, long warnings) { }

    private Held held() {
        final String promiscuity = shell.run("ip -d -o link show mine").replaceAll("(?s).* (promiscuity \\d+) .*", "$1");
        final long warnings = daemon.log().lines().filter(line -> line.contains(" WARNING ") || line.contains(" SEVERE "))
            .filter(line -> !line.contains(Kind.ENSLAVED.error)).count();
        return new Held(Footprint.of(daemon.pid()), holder(), promiscuity, warnings);
    }

    /** What the process has that holds the ports for the next daemon, of which now and then another takes the place. */
    private Map<String, Integer> holder() {
        final AtomicReference<Map<String, Integer>> descriptors = new AtomicReference<>(Map.of());
        nanosUntil("somebody holds the ports", () -> {
            try {
                final String process = Files.readAllLines(daemon.socket().resolveSibling("holder")).get(0).split(" ")[1];
                descriptors.set(Footprint.descriptors(Long.parseLong(process)));
            } catch (final IOException | UncheckedIOException e) {
                return false;
            }
            return !descriptors.get().isEmpty();
        });
        return descriptors.get();
    }

    /** Without what was suppressed in earlier tests and is told late. */
    private List<String> log() {
        return daemon.log().lines().filter(line -> !line.endsWith(" suppressed)")).toList();
    }

    private void holds(final Held expected) {
        nanosUntil("the daemon holds " + expected + ", not " + held(), () -> expected.equals(held()));
    }

    private void cycle(final Kind kind, final int i, final long[] told, final long[] back) {
        shell.run(kind.change);
        told[i] = nanosUntil("show tells: " + kind.error, () -> error("mine").equals(kind.error));
        shell.run(kind.undo);
        final long start = System.nanoTime();
        try (RawSender sender = sender()) {
            final byte[] frame = frame("back" + i + ".");
            nanosUntil("a frame passes", () -> sender.send(frame) && isAtWatch("back" + i + "."));
            back[i] = System.nanoTime() - start;
        }
        nanosUntil("show tells nothing more", () -> error("mine").isEmpty());
    }

    /** From the far end, as soon as it is there. */
    private RawSender sender() {
        final AtomicReference<RawSender> sender = new AtomicReference<>();
        nanosUntil("the far end is there", () -> {
            try {
                sender.set(new RawSender(lab, "far", "eth0"));
                return true;
            } catch (final UncheckedIOException e) {
                return false;
            }
        });
        return sender.get();
    }

    /** Somebody set a larger MTU on the device, and the port stays. */
    @Test
    void framesOfANewMtuPassAtOnce() {
        makeDevice(Kind.DELETED);
        shell.run("ip link set w mtu 9000 && ip -n w link set eth0 mtu 9000");
        final Held before = held();
        final List<String> log = log();
        final long[] back = new long[CYCLES];
        final Flow flow = flow("a", "b", FRAMES_PER_SECOND);
        try (RawSender sender = new RawSender(lab, "far", "eth0")) {
            for (int i = 0; i < CYCLES; i++) {
                final String text = "large" + i + ".";
                shell.run("ip link set mine mtu 9000 && ip -n far link set eth0 mtu 9000");
                back[i] = nanosUntil("a frame of the new size passes", () -> sender.send(frame(String.format("%-" + JUMBO + "s", text))) && isAtWatch(text));
                shell.run("ip link set mine mtu 1500 && ip -n far link set eth0 mtu 1500");
                assertEquals("", error("mine"));
            }
        }
        flow.arrivesWhole();
        holds(before);
        assertEquals(log, log());
        table.add("| MTU set to 9000 and back | | | | " + times(back) + " |");
    }

    @Test
    void anMtuThatIsConfiguredIsSetAgain() {
        makeDevice(Kind.DELETED);
        ctl("set", "port", "mine", "mtu=1400").ok();
        final Held before = held();
        final long[] back = new long[CYCLES];
        for (int i = 0; i < CYCLES; i++) {
            shell.run("ip link set mine mtu 1500");
            back[i] = nanosUntil("the MTU is as it is configured", () -> shell.run("ip -o link show mine").contains(" mtu 1400 "));
            assertEquals("", error("mine"));
        }
        holds(before);
        assertTrue(daemon.log().contains("device mine has MTU 1400 now, as port mine is configured, and had 1500"), daemon::log);
        table.add("| a configured MTU overwritten | | | | " + times(back) + " |");
    }

    private static byte[] frame(final String text) {
        return Frames.frame(BROADCAST, STRANGER).payload(text);
    }

    private boolean isAtWatch(final String text) {
        return guest("w").take().stream().anyMatch(frame -> new String(frame, StandardCharsets.ISO_8859_1).contains(text));
    }

    /** What show says of a port; empty when it is up. */
    private String error(final String port) {
        try {
            for (final JsonNode row : JSON.readTree(client.call("show", "{'bridge':'br'}")).get("result").get(0).get("ports")) {
                if (row.get("name").asString().equals(port)) {
                    return row.get("up").asBoolean() ? "" : row.get("error").asString();
                }
            }
            throw new AssertionError("no port " + port);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long nanosUntil(final String what, final BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > SOON.toNanos()) {
                throw new AssertionError("within " + SOON.toSeconds() + " s it did not happen that " + what);
            }
            LockSupport.parkNanos(MILLISECOND);
        }
        return System.nanoTime() - start;
    }

    private static String times(final long[] nanos) {
        final long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.1f | %.1f | %.1f", millis(sorted[sorted.length / 2]), millis(sorted[sorted.length * 99 / 100]), millis(sorted[sorted.length - 1]));
    }

    private static double millis(final long nanos) {
        return nanos / (double) MILLISECOND;
    }

    /** By how much the values of the second half grow from one to the next, by least squares. */
    private static double slope(final long[] values) {
        final int first = values.length / 2;
        final int n = values.length - first;
        final double meanValue = Arrays.stream(values, first, values.length).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            final double x = i - (n - 1) / 2.0;
            covariance += x * (values[first + i] - meanValue);
            variance += x * x;
        }
        return variance == 0 ? 0 : covariance / variance;
    }
}
