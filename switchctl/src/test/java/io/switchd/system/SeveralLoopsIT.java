package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Once;
import io.switchd.testkit.RawHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A daemon of two loops: bridges are spread over them, and neither knows of the other. */
@Alone
@Once
class SeveralLoopsIT extends SystemTest {

    private static final int PINGS = 300;
    private static final int PER_SECOND = 5_000;
    private static final int FRAMES = 10_000;
    private static final int MOVES = 10;

    @Override
    @BeforeEach
    void startOnce() {
        if (lab == null) {
            lab = new Lab();
            daemon = new Daemon(lab, "--loops", "2");
        }
    }

    /** Red has the hosts 1 and 2, blue 3 and 4, all in one subnet, so that nothing but the bridges keeps them apart. */
    private void givenARedAndABlueBridge() {
        ctl("add-br", "red", "local=false").ok();
        ctl("add-br", "blue", "local=false").ok();
        plug("red", "ns1", "10.0.0.1/24");
        plug("red", "ns2", "10.0.0.2/24");
        plug("blue", "ns3", "10.0.0.3/24");
        plug("blue", "ns4", "10.0.0.4/24");
    }

    private JsonNode loops() {
        return JSON.readTree(ctl("-j", "status").ok().stdout()).get("loops");
    }

    /** A loop each: its name, its bridges, and how many ports it has. */
    private List<String> places() {
        final List<String> places = new ArrayList<>();
        loops().forEach(loop -> places.add(loop.get("name").asString() + " " + loop.get("bridges") + " " + loop.get("ports")));
        return places;
    }

    private void cannotPing(final String netns, final String address) {
        lab.in(netns, "ping", "-c", "1", "-W", "1", address).exits(1);
    }

    @Test
    void hostsReachThoseOfTheirBridgeAndNotThoseOfTheOtherLoops() {
        givenARedAndABlueBridge();
        assertEquals(List.of("loop-0 [\"red\"] 2", "loop-1 [\"blue\"] 2"), places());
        ping("ns1", "10.0.0.2");
        ping("ns3", "10.0.0.4");
        cannotPing("ns1", "10.0.0.3");
        cannotPing("ns4", "10.0.0.2");
        final JsonNode stations = JSON.readTree(ctl("-j", "fdb", "show").ok().stdout());
        stations.forEach(station -> assertEquals(Integer.parseInt(station.get("port").asString().substring(4)) <= 2 ? "red" : "blue",
            station.get("bridge").asString(), stations.toString()));
        assertEquals("blue,red", String.join(",", stations.valueStream().map(station -> station.get("bridge").asString()).sorted().distinct().toList()));
        final String text = ctl("status").ok().stdout();
        assertTrue(text.matches("(?s).*\nloops:\n    name=loop-0 ports=2 cycles=[0-9]+ bridges=\\[red]\n    name=loop-1 .*"), text);
    }

    /** While one bridge has frames, the thread of its loop works and that of the other sleeps. */
    @Test
    void eachLoopForwardsTheFramesOfItsBridgesOnAThreadOfItsOwn() {
        givenARedAndABlueBridge();
        assertThatLoopWorks(0, "ns1", "10.0.0.2");
        assertThatLoopWorks(1, "ns3", "10.0.0.4");
    }

    private void assertThatLoopWorks(final int loop, final String netns, final String address) {
        final long cycles = loops().get(loop).get("cycles").asLong();
        final long busy = processorNanos("loop-" + loop);
        final long idle = processorNanos("loop-" + (1 - loop));
        lab.in(netns, "ping", "-q", "-c", Integer.toString(PINGS), "-i", "0.002", "-W", "2", address).ok();
        final long busyNanos = processorNanos("loop-" + loop) - busy;
        final long idleNanos = processorNanos("loop-" + (1 - loop)) - idle;
        assertTrue(busyNanos > 4 * idleNanos, "loop-" + loop + " worked for " + busyNanos + " ns, the other for " + idleNanos);
        assertTrue(loops().get(loop).get("cycles").asLong() - cycles >= PINGS, "a request and its answer are never in one cycle");
    }

    /** For how long the thread of that name has had a processor. */
    private long processorNanos(final String thread) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "task"))) {
            final List<Path> found = tasks.filter(task -> read(task.resolve("comm")).equals(thread)).toList();
            assertEquals(1, found.size(), "threads named " + thread);
            return Long.parseLong(read(found.get(0).resolve("schedstat")).split(" ")[0]);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file of a thread says, or nothing when the thread has ended. */
    private static String read(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException e) {
            return "";
        }
    }

    @Test
    void aBridgeThatIsMadeAgainFindsALoopAgain() {
        givenARedAndABlueBridge();
        ctl("del-br", "red").ok();
        assertEquals(List.of("loop-0 [] 0", "loop-1 [\"blue\"] 2"), places());
        ping("ns3", "10.0.0.4");
        ctl("add-br", "green", "local=false").ok();
        ctl("add-br", "red").ok();
        assertEquals(List.of("loop-0 [\"green\",\"red\"] 1", "loop-1 [\"blue\"] 2"), places());
        plug("red", "ns1", "10.0.0.1/24");
        plug("red", "ns2", "10.0.0.2/24");
        ping("ns1", "10.0.0.2");
        cannotPing("ns1", "10.0.0.3");
    }

    @Test
    void aPortMovesToABridgeOfTheOtherLoopInOneCallAndItsCountersGoOn() {
        givenARedAndABlueBridge();
        ping("ns1", "10.0.0.2");
        final long received = received("p-ns1");
        assertTrue(received > 0);
        ctl("del-port", "p-ns1", "--", "add-port", "blue", "p-ns1").ok();
        assertEquals(List.of("loop-0 [\"red\"] 1", "loop-1 [\"blue\"] 3"), places());
        assertTrue(received("p-ns1") >= received);
        lab.in("ns1", "ip", "neigh", "flush", "dev", "eth0").ok();
        ping("ns1", "10.0.0.3");
        cannotPing("ns1", "10.0.0.2");
        cannotPing("ns2", "10.0.0.1");
    }

    private long received(final String port) {
        return JSON.readTree(ctl("-j", "stats", port).ok().stdout()).get(0).get("rx_packets").asLong();
    }

    /** What one loop receives lies beside what the other receives at the same time, and never in its place. */
    @Test
    void bothLoopsForwardAtOnceAndEachFrameArrivesOnceAndInOrder() {
        givenARedAndABlueBridge();
        try (RawHost a = host("ns1"); RawHost b = host("ns2"); RawHost c = host("ns3"); RawHost d = host("ns4");
             Flow red = new Flow(a, b, "02:00:00:00:00:02", "02:00:00:00:00:01", PER_SECOND);
             Flow blue = new Flow(c, d, "02:00:00:00:00:04", "02:00:00:00:00:03", PER_SECOND)) {
            Await.until("both have flowed for a while", Duration.ofSeconds(20), () -> red.sent() > FRAMES && blue.sent() > FRAMES);
            red.arrivesWhole();
            blue.arrivesWhole();
        }
    }

    private RawHost host(final String netns) {
        return new RawHost(lab, netns, "eth0");
    }

    @Test
    void aPortThatSendsMovesBetweenTheLoopsAndNoOtherPortLosesAFrame() {
        givenARedAndABlueBridge();
        final Process flood = lab.start(lab.directory().resolve("flood.log"), "ip", "netns", "exec", "ns1", "ping", "-q", "-b", "-i", "0.001", "10.0.0.255");
        Await.until("it sends", Duration.ofSeconds(5), () -> received("p-ns1") > 100);
        try (RawHost c = host("ns3"); RawHost d = host("ns4");
             Flow blue = new Flow(c, d, "02:00:00:00:00:04", "02:00:00:00:00:03", PER_SECOND)) {
            for (int i = 0; i < MOVES; i++) {
                final long before = received("p-ns1");
                ctl("del-port", "red", "p-ns1", "--", "add-port", "blue", "p-ns1").ok();
                ctl("del-port", "blue", "p-ns1", "--", "add-port", "red", "p-ns1").ok();
                assertTrue(received("p-ns1") > before, "it is heard on the loops it comes to");
            }
            blue.arrivesWhole();
        } finally {
            flood.destroyForcibly();
        }
        assertEquals(List.of("loop-0 [\"red\"] 2", "loop-1 [\"blue\"] 2"), places());
        ping("ns1", "10.0.0.2");
    }

    @Test
    void theNextDaemonSpreadsTheBridgesAnewOverTheLoopsItHas() {
        givenARedAndABlueBridge();
        for (final String[] run : new String[][] {
            {"--loops=1", "[loop-0 [\"blue\",\"red\"] 4]"},
            {"--loops=16", "[loop-0 [\"blue\"] 2, loop-1 [\"red\"] 2, loop-2 [] 0, "},
            {"--loops=2", "[loop-0 [\"blue\"] 2, loop-1 [\"red\"] 2]"}}) {
            assertEquals(0, daemon.stop("TERM"));
            daemon.start(run[0]);
            assertTrue(places().toString().startsWith(run[1]), run[0] + ": " + places());
            assertEquals(run[0], "--loops=" + places().size());
            ping("ns1", "10.0.0.2");
            ping("ns3", "10.0.0.4");
        }
    }
}
