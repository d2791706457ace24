package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RawHost;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the switch does with a frame, seen by raw sockets behind three of its ports. */
class ForwardingIT extends SystemTest {

    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";

    private RawHost a;
    private RawHost b;
    private RawHost c;

    @BeforeEach
    void connectThreeHosts() {
        ctl("add-br", "br", "local=false", "--", "plug", "br", "nsa", "port=pa", "--", "plug", "br", "nsb", "port=pb", "--", "plug", "br", "nsc",
            "port=pc").ok();
        a = new RawHost(lab, "nsa", "eth0");
        b = new RawHost(lab, "nsb", "eth0");
        c = new RawHost(lab, "nsc", "eth0");
    }

    @AfterEach
    void disconnect() {
        a.close();
        b.close();
        c.close();
    }

    private static Frames from(final String source, final String destination) {
        return Frames.frame(destination, source);
    }

    private boolean knows(final String row) {
        return ctl("fdb", "show", "br").ok().stdout().contains(row);
    }

    /** Everything sent before has been forwarded when a broadcast behind it has. */
    private void settle(final RawHost sender, final RawHost... others) {
        final String text = "settled-" + System.nanoTime();
        sender.send(from("02:00:00:00:00:ee", BROADCAST).payload(text));
        for (final RawHost other : others) {
            other.expect(text);
        }
    }

    @Test
    void anUnknownDestinationIsFloodedAndAKnownOneIsNot() {
        a.send(from(MAC_A, MAC_B).payload("to-unknown"));
        b.expect("to-unknown");
        c.expect("to-unknown");
        assertEquals(0, a.received("to-unknown").size(), "never out of the port it came in by");
        b.send(from(MAC_B, MAC_A).payload("to-known"));
        a.expect("to-known");
        settle(b, a, c);
        assertEquals(0, c.received("to-known").size());
        assertTrue(knows("pa     0  " + MAC_A) && knows("pb     0  " + MAC_B));
    }

    @Test
    void aTagIsCarriedByteForByte() {
        final byte[][] frames = {
            from(MAC_A, MAC_B).vlan(10).payload("plain-vlan"),
            from(MAC_A, MAC_B).tag(0x8100, 7 << 13 | 1 << 12 | 10).payload("pcp-dei"),
            from(MAC_A, MAC_B).tag(0x88A8, 20).payload("service-tag"),
            from(MAC_A, MAC_B).tag(0x88A8, 20).vlan(30).payload("two-tags"),
            from(MAC_A, MAC_B).vlan(20).vlan(30).payload("two-customer-tags"),
            from(MAC_A, MAC_B).tag(0x8100, 5 << 13).payload("priority-only"),
            from(MAC_A, MAC_B).vlan(4094).payload(0x88B5, new byte[1_496]),
        };
        final String[] texts = {"plain-vlan", "pcp-dei", "service-tag", "two-tags", "two-customer-tags", "priority-only"};
        for (final byte[] frame : frames) {
            a.send(frame);
        }
        for (int i = 0; i < texts.length; i++) {
            assertArrayEquals(frames[i], b.expect(texts[i]), texts[i]);
        }
        Await.until("the longest frame arrives", Duration.ofSeconds(5),
            () -> b.received().stream().anyMatch(frame -> Arrays.equals(frame, frames[6])));
    }

    @Test
    void everyVlanLearnsForItself() {
        a.send(from(MAC_A, BROADCAST).vlan(10).payload("a-in-10"));
        b.send(from(MAC_A, BROADCAST).vlan(20).payload("a-in-20"));
        a.expect("a-in-20");
        b.expect("a-in-10");
        assertTrue(knows("pa    10  " + MAC_A) && knows("pb    20  " + MAC_A));
        c.send(from(MAC_B, MAC_A).vlan(20).payload("to-a-in-20"));
        b.expect("to-a-in-20");
        settle(c, a, b);
        assertEquals(0, a.received("to-a-in-20").size());
    }

    @Test
    void linkLocalFramesPassOnlyWithForwardBpdu() {
        a.send(from(MAC_A, "01:80:c2:00:00:00").payload("bpdu-1"));
        a.send(from(MAC_A, "01:80:c2:00:00:0f").payload("bpdu-2"));
        settle(a, b, c);
        assertEquals(0, b.received("bpdu-").size());
        assertTrue(ctl("stats", "pa").ok().stdout().contains("dropped link-local: 2"));
        ctl("set", "bridge", "br", "forward-bpdu=true").ok();
        a.send(from(MAC_A, "01:80:c2:00:00:00").payload("bpdu-3"));
        b.expect("bpdu-3");
    }

    @Test
    void addressesThatNoStationHasAreNotLearned() {
        a.send(from("01:00:00:00:00:01", BROADCAST).payload("from-group"));
        a.send(from("00:00:00:00:00:00", BROADCAST).payload("from-zero"));
        a.send(from(BROADCAST, BROADCAST).payload("from-broadcast"));
        b.expect("from-group");
        b.expect("from-zero");
        settle(a, b, c);
        final String table = ctl("fdb", "show", "br").ok().stdout();
        assertFalse(table.contains("01:00:00:00:00:01") || table.contains("00:00:00:00:00:00") || table.contains(BROADCAST), table);
    }

    @Test
    void reservedVlan4095IsDropped() {
        a.send(from(MAC_A, BROADCAST).vlan(4095).payload("in-4095"));
        settle(a, b, c);
        assertEquals(0, b.received("in-4095").size());
        assertTrue(ctl("stats", "pa").ok().stdout().contains("dropped reserved-vlan: 1"));
    }

    @Test
    void aStationThatMovesIsFollowedAndCounted() {
        a.send(from(MAC_A, BROADCAST).payload("first"));
        b.expect("first");
        b.send(from(MAC_A, BROADCAST).payload("moved"));
        a.expect("moved");
        assertTrue(knows("pb     0  " + MAC_A));
        assertTrue(ctl("fdb", "stats", "br").ok().stdout().contains("Total number of port moved MAC entries  : 1"));
    }

    @Test
    void theTableKeepsToItsLimitAndEvictsFromTheBusiestPort() {
        ctl("set", "bridge", "br", "mac-table-size=10").ok();
        b.send(from(MAC_B, BROADCAST).payload("b-is-here"));
        a.expect("b-is-here");
        for (int i = 0; i < 50; i++) {
            a.send(from("02:00:00:00:01:" + String.format("%02x", i), BROADCAST).payload("flood-" + i + "."));
        }
        c.expect("flood-49.");
        assertEquals(10, ctl("fdb", "show", "br").ok().stdout().lines().count() - 1);
        assertTrue(knows(MAC_B), "the flooding port evicts its own");
        assertTrue(ctl("fdb", "stats", "br").ok().stdout().contains("entries in the table: 10/10"));
    }

    @Test
    void aSilentStationIsForgottenAfterTheAgeingTime() {
        ctl("set", "bridge", "br", "mac-aging-time=10").ok();
        a.send(from(MAC_A, BROADCAST).payload("hello"));
        b.expect("hello");
        assertTrue(knows(MAC_A));
        Await.until("the station is forgotten", Duration.ofSeconds(13), () -> !knows(MAC_A));
        assertTrue(ctl("fdb", "stats", "br").ok().stdout().matches("(?s).*expired MAC entries     : [1-9].*"));
    }

    @Test
    void flushForgetsAllOrByPortOrByVlan() {
        a.send(from(MAC_A, BROADCAST).payload("a0"));
        a.send(from(MAC_A, BROADCAST).vlan(5).payload("a5"));
        b.send(from(MAC_B, BROADCAST).vlan(5).payload("b5"));
        c.expect("a5");
        c.expect("b5");
        ctl("fdb", "flush", "br", "vlan=5", "port=pb").ok();
        assertTrue(knows("pa     5  " + MAC_A) && !knows("pb     5"));
        ctl("fdb", "flush", "br", "vlan=5").ok();
        assertTrue(knows("pa     0  " + MAC_A) && !knows("pa     5"));
        ctl("fdb", "flush", "br", "port=pa").ok();
        assertFalse(knows(MAC_A));
        ctl("fdb", "flush").ok();
    }

    @Test
    void anOffloadHeaderThatCouldBeAnAmplifierIsDropped() {
        final byte[] frame = from(MAC_A, BROADCAST).payload(0x0800, tcpTrain(3_000));
        final byte[] header = {1, 1, 54, 0, 1, 0, 34, 0, 16, 0};
        a.send(header, frame);
        settle(a, b, c);
        assertTrue(ctl("stats", "pa").ok().stdout().contains("dropped bad-offload-header: 1"));
    }

    private static byte[] tcpTrain(final int length) {
        final byte[] packet = new byte[length];
        packet[0] = 0x45;
        packet[2] = (byte) (length >>> 8);
        packet[3] = (byte) length;
        packet[8] = 64;
        packet[9] = 6;
        packet[32] = 0x50;
        return packet;
    }
}
