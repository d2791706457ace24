package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Blaster;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * One port attacks as fast as the machine can: the flow between two others is whole, a spy on a fourth sees none of it,
 * the table and the memory keep to their limits, and every frame of the attack was forwarded or is counted.
 *
 * <p>The attack has 1,000,000 frames unless the system property {@code switchd.attack.frames} says otherwise.
 */
@Alone
@Once
class AttackIT extends GuestTest {

    private static final long FRAMES = Long.getLong("switchd.attack.frames", 1_000_000);
    private static final int FLOW_PER_SECOND = 2_000;
    private static final int TABLE = 8_192;
    private static final long LOCAL = 0x0200_0000_0000L;
    private static final long ANY = 0xFEFF_FFFF_FFFFL;
    private static final Duration OVER = Duration.ofSeconds(30);

    private Flow flow;

    /** The attacker m, the victims a and b, the spy s, and the sink k to which the attack goes, which nobody reads. */
    @BeforeEach
    void connectAttackerVictimsSpyAndSink() {
        guests("a", "b", "m", "s");
        silentNamespace("k");
        ctl("plug", "br", "k", "port=k", "--", "fdb", "add", "br", mac("k"), "k").ok();
        for (final String guest : new String[] {"a", "b", "s"}) {
            sends(guest, toAll(guest).payload("here"));
        }
        allIsTaken();
        guest("s").forget();
        ctl("stats", "reset").ok();
        flow = flow("a", "b", FLOW_PER_SECOND);
    }

    @Test
    void anAttackOfRandomAddressesHarmsNobody() throws IOException {
        final SplittableRandom random = new SplittableRandom(1);
        harmsNobody("random addresses", n -> random.nextLong() & ANY);
    }

    @Test
    void anAttackOfAddressesThatShareTheirLowBitsHarmsNobody() throws IOException {
        harmsNobody("addresses with equal low bits", n -> LOCAL | (n & 0xFF_FFFF) << 16);
    }

    /** They would all be in one place of the table if its hash had no key. */
    @Test
    void anAttackOfAddressesThatCollideWithoutAKeyHarmsNobody() throws IOException {
        final long[] colliding = colliding(2 * TABLE);
        harmsNobody("colliding addresses", n -> colliding[(int) (n % colliding.length)]);
    }

    private static long[] colliding(final int count) {
        final long[] addresses = new long[count];
        int found = 0;
        for (long mac = LOCAL; found < count; mac++) {
            long h = mac * 0x9E37_79B9_7F4A_7C15L;
            h = (h ^ h >>> 32) * 0xD6E8_FEB8_6659_FD93L;
            if ((h >>> 32 & 2 * TABLE - 1) == 0) {
                addresses[found++] = mac;
            }
        }
        return addresses;
    }

    private void harmsNobody(final String what, final LongUnaryOperator sources) throws IOException {
        final long before = residentKib();
        final double seconds = attack(to(mac("k"), "m").payload("attack"), sources);
        flow.arrivesWhole();
        isConserved();
        final long after = residentKib();
        assertEquals(0, guest("s").received().size(), "frames that the spy saw");
        final JsonNode table = JSON.readTree(ctl("-j", "fdb", "stats", "br").ok().stdout());
        assertEquals(TABLE, table.get("current").asInt());
        assertTrue(fdb().contains(mac("a")) && fdb().contains(mac("b")) && fdb().contains(mac("s")), "the victims are still known");
        assertTrue(after - before < 64 * 1024, "the daemon grew from " + before + " to " + after + " KiB");
        report(what, seconds, table.get("learned").asLong(), before, after);
    }

    private double attack(final byte[] frame, final LongUnaryOperator sources) {
        final long start = System.nanoTime();
        try (Blaster blaster = new Blaster(lab, "m", "eth0", frame)) {
            blaster.send(FRAMES, sources);
        }
        final double seconds = (System.nanoTime() - start) / 1e9;
        Await.until("the attack is over", OVER, () -> count("m", "rx_packets") == FRAMES);
        return seconds;
    }

    /** What came in by the attacker's port left by the sink's or is counted, and the victims' ports dropped nothing. */
    private void isConserved() {
        assertEquals(FRAMES, count("m", "rx_packets"));
        assertEquals(FRAMES - count("m", "rx_dropped"), count("k", "tx_packets") + count("k", "tx_dropped"));
        for (final String victim : new String[] {"a", "b"}) {
            assertEquals("{}", counters(victim).get("drops").toString());
        }
    }

    private void report(final String what, final double seconds, final long learned, final long before, final long after) {
        System.out.printf("%,d frames with %s in %.1f s: %,d dropped as rx-overrun, %,d stations learned; flow of %,d frames whole, slowest %d ms; "
            + "daemon %,d KiB before, %,d after%n", FRAMES, what, seconds, dropped("m", "rx-overrun"), learned, flow.sent(), flow.slowest().toMillis(),
            before, after);
    }

    @Test
    void aStormOfBroadcastsIsHeldBackAndHarmsNobody() throws IOException {
        ctl("set", "port", "m", "storm-bcast=1000").ok();
        final long before = residentKib();
        final double seconds = attack(toAll("m").payload("storm"), n -> LOCAL | 'm');
        flow.arrivesWhole();
        final JsonNode attacker = counters("m");
        final long passed = FRAMES - attacker.get("rx_dropped").asLong();
        assertTrue(passed <= 1_000 * (seconds + 10), passed + " passed in " + seconds + " s");
        assertEquals(attacker.get("rx_dropped").asLong(), dropped("m", "storm-bcast") + dropped("m", "rx-overrun"));
        for (final String other : new String[] {"s", "k"}) {
            assertEquals(passed, count(other, "tx_packets") + count(other, "tx_dropped"), other);
        }
        assertEquals(0, guest("s").received().stream().filter(Flow::isOfFlow).count(), "frames of the flow that the spy saw");
        report("one broadcast", seconds, 0, before, residentKib());
    }

    private long residentKib() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(daemon.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
