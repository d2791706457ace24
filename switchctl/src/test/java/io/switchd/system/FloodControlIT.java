package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Blaster;
import io.switchd.testkit.Once;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Which frames to no one in particular leave by a port, how many may come in by one, and who reaches whom. */
@Alone
@Once
class FloodControlIT extends GuestTest {

    private static final String MULTICAST = "01:00:5e:01:02:03";
    private static final String UNKNOWN = "02:00:00:00:99:ff";
    private static final int RATE = 1_000;
    private static final int BURST = 64;
    /** Twenty times the rate, not all that the machine can, since a loop that is kept from its processor passes less. */
    private static final long INTERVAL_NANOS = BURST * 1_000_000_000L / (20 * RATE);
    private static final Duration STORM = Duration.ofSeconds(3);

    @Test
    void eachKindOfFloodingIsSwitchedOffByItself() {
        guests("a", "b flood=false", "c mcast-flood=false", "d bcast-flood=false", "e");
        sends("a", to(UNKNOWN, "a").payload("unknown"));
        sends("a", to(MULTICAST, "a").payload("multicast"));
        sends("a", toAll("a").payload("broadcast"));
        for (final String guest : new String[] {"c", "d", "e"}) {
            gets(guest, to(UNKNOWN, "a").payload("unknown"));
        }
        for (final String guest : new String[] {"b", "d", "e"}) {
            gets(guest, to(MULTICAST, "a").payload("multicast"));
        }
        for (final String guest : new String[] {"b", "c", "e"}) {
            gets(guest, toAll("a").payload("broadcast"));
        }
        thatIsAll();
        for (final String guest : new String[] {"c", "d", "e"}) {
            ctl("set", "port", guest, "flood=false").ok();
        }
        sends("a", to(UNKNOWN, "a").payload("nobody"));
        thatIsAll();
        assertEquals(1, dropped("a", "no-other-port"));
        sends("b", toAll("b").payload("here"));
        for (final String guest : new String[] {"a", "c", "e"}) {
            gets(guest, toAll("b").payload("here"));
        }
        thatIsAll();
        sends("a", to(mac("b"), "a").payload("known"));
        gets("b", to(mac("b"), "a").payload("known"));
        thatIsAll();
    }

    @Test
    void isolatedPortsReachTheOthersButNotEachOther() {
        guests("a isolated=true", "b isolated=true", "c");
        sends("a", toAll("a").payload("from a"));
        gets("c", toAll("a").payload("from a"));
        sends("c", toAll("c").payload("from c"));
        gets("a", toAll("c").payload("from c"));
        gets("b", toAll("c").payload("from c"));
        thatIsAll();
        sends("b", to(mac("a"), "b").payload("b to a"));
        sends("b", to(mac("c"), "b").payload("b to c"));
        gets("c", to(mac("c"), "b").payload("b to c"));
        thatIsAll();
        assertEquals(1, dropped("b", "isolated"));
        ctl("clear", "port", "a", "isolated").ok();
        sends("b", to(mac("a"), "b").payload("b to a"));
        gets("a", to(mac("a"), "b").payload("b to a"));
        thatIsAll();
    }

    @Test
    void framesLeaveByThePortTheyCameInByOnlyWithHairpin() {
        guests("a", "b");
        sends("a", toAll("a").payload("here"));
        gets("b", toAll("a").payload("here"));
        sends("a", to(mac("a"), "x").payload("to myself"));
        thatIsAll();
        assertEquals(1, dropped("a", "same-port"));
        ctl("set", "port", "a", "hairpin=true").ok();
        sends("a", to(mac("a"), "x").payload("hairpin"));
        gets("a", to(mac("a"), "x").payload("hairpin"));
        sends("a", toAll("a").payload("to all"));
        gets("a", toAll("a").payload("to all"));
        gets("b", toAll("a").payload("to all"));
        thatIsAll();
    }

    @Test
    void broadcastsPassAtTheRateTheyMay() {
        storm("storm-bcast", BROADCAST);
    }

    @Test
    void multicastsPassAtTheRateTheyMay() {
        storm("storm-mcast", MULTICAST);
    }

    @Test
    void framesToUnknownStationsPassAtTheRateTheyMay() {
        storm("storm-unknown", UNKNOWN);
    }

    /** The storm lasts as long as it takes to see the rate; other kinds and known destinations are not limited. */
    private void storm(final String limit, final String destination) {
        guests("a " + limit + "=" + RATE, "b");
        sends("b", toAll("b").payload("here"));
        gets("a", toAll("b").payload("here"));
        thatIsAll();
        long sent = 0;
        final long start = System.nanoTime();
        try (Blaster blaster = new Blaster(lab, "a", "eth0", to(destination, "a").payload("storm"))) {
            while (System.nanoTime() - start < STORM.toNanos()) {
                blaster.send(BURST, n -> 0x0200_0000_0061L);
                sent += BURST;
                guest("b").forget();
                LockSupport.parkNanos(INTERVAL_NANOS - (System.nanoTime() - start) % INTERVAL_NANOS);
            }
        }
        final double seconds = (System.nanoTime() - start) / 1e9;
        final long all = sent;
        Await.until("the storm is over", SOON, () -> count("a", "rx_packets") == all);
        final long passed = count("b", "tx_packets");
        final double expected = RATE * seconds + RATE / 10.0;
        assertTrue(Math.abs(passed - expected) < expected / 20, passed + " passed in " + seconds + " s, expected " + expected);
        assertEquals(all - passed - dropped("a", "rx-overrun"), dropped("a", limit));
        sends("a", to(mac("b"), "a").payload("known"));
        sends("a", to(destination.equals(BROADCAST) ? MULTICAST : BROADCAST, "a").payload("another kind"));
        guest("b").expect("known");
        guest("b").expect("another kind");
    }

    @Test
    void controlFramesPassWhenTheBridgeSaysSoAndPauseNever() {
        guests("a", "b");
        final String[] reserved = {"01:80:c2:00:00:00", "01:80:c2:00:00:02", "01:80:c2:00:00:0e", "01:00:0c:cc:cc:cc"};
        final byte[] pause = to("01:80:c2:00:00:01", "a").payload(0x8808, new byte[46]);
        final byte[] pauseToStation = to(mac("b"), "a").payload(0x8808, new byte[46]);
        final byte[] taggedPause = to(mac("b"), "a").vlan(5).payload(0x8808, new byte[46]);
        final byte[] slow = to("01:80:c2:00:00:02", "a").payload(0x8809, new byte[110]);
        for (final boolean passes : new boolean[] {false, true}) {
            ctl("set", "bridge", "br", "forward-bpdu=" + passes).ok();
            for (final byte[] frame : new byte[][] {pause, pauseToStation, taggedPause}) {
                sends("a", frame);
            }
            sends("a", slow);
            for (final String address : reserved) {
                sends("a", to(address, "a").payload("control"));
            }
            if (passes) {
                gets("b", slow);
                for (final String address : reserved) {
                    gets("b", to(address, "a").payload("control"));
                }
            }
            thatIsAll();
        }
        assertEquals(8 + 3, dropped("a", "link-local"));
    }
}
