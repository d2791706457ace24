package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Barrage;
import io.switchd.testkit.DeviceCounters;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import io.switchd.testkit.ProcessorTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * More than the switch can carry: hosts a and b send to k as fast as the machine can. Every frame is accounted for, the
 * switch carries on with what it can, and no port has more than its share of it.
 *
 * <p>Two senders and the switch are three busy threads on what may be two processors, so what the scheduler gives has to
 * be told from what the switch makes of it:
 * <ul>
 *   <li>Frames carried for a second of processor time are what falls when a switch spends its time on frames that it
 *       then drops: the collapse. It does not depend on how much of a processor the machine leaves to the switch: with
 *       two senders it was within 5 % of what it is with one, from run to run. The bound is four fifths.
 *   <li>Frames carried for a second of the clock are what falls when a switch waits while there is work. But on two
 *       processors the scheduler leaves it a whole one beside one sender and two thirds of one beside two. The bound is
 *       half of these two thirds, for a machine that does something else meanwhile.
 *   <li>A port gives one batch a cycle, so of two ports that flood each has a half as long as its sender keeps its queue
 *       full. The bound of a quarter is for a sender that has to wait for a processor longer than its queue lasts.
 * </ul>
 */
@Alone
@Once
class OverloadIT extends GuestTest {

    private static final long FRAMES = 500_000;
    private static final long UNTIL_QUEUES_ARE_FULL = 50_000;
    private static final int ROUNDS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final double KEPT_OF_PROCESSOR_SECOND = 0.8;
    private static final double KEPT_OF_SECOND = 1.0 / 3;

    private final List<Barrage> barrages = new ArrayList<>();

    /** Frames that k received, and in what time of the clock and of the switch's processes. */
    private record Carried(long frames, double seconds, double processorSeconds) {

        double perSecond() {
            return frames / seconds;
        }

        double perProcessorSecond() {
            return frames / processorSeconds;
        }

        @Override
        public String toString() {
            return String.format("%,.0f, %,.0f", perSecond(), perProcessorSecond());
        }
    }

    /** Nothing but what they are told to send is on the devices of these hosts: their kernels are silent. */
    @BeforeEach
    void connectTwoSendersAndAReceiver() {
        for (final String host : List.of("a", "b", "k")) {
            silentNamespace(host);
            ctl("plug", "br", host, "port=" + host).ok();
        }
        ctl("fdb", "add", "br", mac("k"), "k").ok();
    }

    @AfterEach
    void stopBarrages() {
        barrages.forEach(Barrage::close);
        barrages.clear();
    }

    private void barrage(final String sender, final long frames) {
        barrages.add(new Barrage(lab, sender, "eth0", to(mac("k"), sender).payload("overload"), frames));
    }

    private DeviceCounters device(final String host) {
        return DeviceCounters.of(lab, host, "eth0");
    }

    private void awaitReceived(final long frames) {
        final long end = device("k").received() + frames;
        Await.until("k receives " + frames + " frames more", LONGEST, () -> device("k").received() >= end);
    }

    private Map<String, JsonNode> ports() {
        final Map<String, JsonNode> ports = new TreeMap<>();
        JSON.readTree(ctl("-f", "json", "stats", "br").ok().stdout()).forEach(row -> ports.put(row.get("port").asString(), row));
        return ports;
    }

    private static long drops(final JsonNode port) {
        long drops = 0;
        for (final JsonNode reason : port.get("drops")) {
            drops += reason.asLong();
        }
        return drops;
    }

    private static long passed(final JsonNode port) {
        return port.get("rx_packets").asLong() - port.get("rx_dropped").asLong();
    }

    @Test
    void everyFrameArrivesOrIsCountedAsDropped() {
        barrage("a", FRAMES);
        barrage("b", FRAMES);
        Await.until("all frames have come in", LONGEST, () -> count("a", "rx_packets") >= FRAMES && count("b", "rx_packets") >= FRAMES);
        final Map<String, JsonNode> ports = ports();
        assertEquals(ports, ports(), "the counters stand still");
        long dropped = 0;
        for (final JsonNode port : ports.values()) {
            dropped += drops(port);
        }
        assertEquals(2 * FRAMES, device("k").received() + dropped, ports.toString());
        for (final String sender : List.of("a", "b")) {
            final JsonNode port = ports.get(sender);
            assertEquals(new DeviceCounters(0, FRAMES), device(sender), sender);
            assertEquals(FRAMES, port.get("rx_packets").asLong(), sender);
            assertEquals(drops(port), port.get("drops").path("rx-overrun").asLong(), port.toString());
        }
        assertEquals(new DeviceCounters(ports.get("k").get("tx_packets").asLong(), 0), device("k"));
        assertTrue(dropped > 0, "that was no overload");
    }

    @Test
    void underOverloadTheSwitchCarriesAsMuchAsWithoutIt() {
        final List<Carried> one = new ArrayList<>();
        final List<Carried> two = new ArrayList<>();
        carried("a", "b");
        for (int round = 0; round < ROUNDS; round++) {
            one.add(carried("a"));
            two.add(carried("a", "b"));
        }
        final double ofProcessorSecond = median(two, Carried::perProcessorSecond) / median(one, Carried::perProcessorSecond);
        final double ofSecond = median(two, Carried::perSecond) / median(one, Carried::perSecond);
        final String figures = String.format("with two senders as many frames a second as with one, times %.2f; a second of processor time, times %.2f; "
            + "with one %s, with two %s", ofSecond, ofProcessorSecond, one, two);
        System.out.println(figures);
        assertTrue(ofProcessorSecond >= KEPT_OF_PROCESSOR_SECOND, figures);
        assertTrue(ofSecond >= KEPT_OF_SECOND, figures);
    }

    private static double median(final List<Carried> rounds, final ToDoubleFunction<Carried> figure) {
        return rounds.stream().mapToDouble(figure).sorted().skip(rounds.size() / 2).findFirst().orElseThrow();
    }

    private Carried carried(final String... senders) {
        for (final String sender : senders) {
            barrage(sender, Long.MAX_VALUE);
        }
        awaitReceived(UNTIL_QUEUES_ARE_FULL);
        final long start = System.nanoTime();
        final long before = device("k").received();
        final double processorBefore = ProcessorTime.seconds(daemon.pid());
        awaitReceived(FRAMES);
        final long frames = device("k").received() - before;
        final Carried carried = new Carried(frames, (System.nanoTime() - start) / 1e9, ProcessorTime.seconds(daemon.pid()) - processorBefore);
        stopBarrages();
        return carried;
    }

    /** A flow of a tenth of what the switch carries, which takes no way of the flood's but the switch. */
    @Test
    void aPortThatFloodsCostsTheModestFlowOfAnotherNoFrame() {
        guests("c", "d");
        ctl("fdb", "add", "br", mac("d"), "d").ok();
        final int tenth = (int) (carried("a").perSecond() / 10);
        final Flow flow = flow("c", "d", tenth);
        final long before = flow.sent();
        barrage("a", Long.MAX_VALUE);
        awaitReceived(UNTIL_QUEUES_ARE_FULL);
        Await.until("two seconds of the flow are sent", LONGEST, () -> flow.sent() >= before + 2L * tenth);
        stopBarrages();
        flow.arrivesWhole();
        final Map<String, JsonNode> ports = ports();
        assertEquals(flow.sent(), passed(ports.get("c")));
        assertTrue(drops(ports.get("a")) > 0, "that was no flood");
    }

    @Test
    void ofTwoPortsThatFloodTheSameReceiverEachHasItsShare() {
        barrage("a", Long.MAX_VALUE);
        barrage("b", Long.MAX_VALUE);
        awaitReceived(UNTIL_QUEUES_ARE_FULL);
        final Map<String, JsonNode> before = ports();
        awaitReceived(FRAMES);
        final Map<String, JsonNode> after = ports();
        final long ofA = passed(after.get("a")) - passed(before.get("a"));
        final long ofB = passed(after.get("b")) - passed(before.get("b"));
        assertTrue(4 * Math.min(ofA, ofB) >= ofA + ofB, "a got " + ofA + " frames through, b " + ofB);
    }
}
