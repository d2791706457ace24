package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Once;
import io.switchd.testkit.RawHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames of every kind and length, between two raw hosts. */
@Once
class FrameKindsIT extends SystemTest {

    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";
    private static final int HEADER = 14;

    private RawHost a;
    private RawHost b;

    @BeforeEach
    void connectTwoHosts() {
        ctl("add-br", "br", "local=false", "--", "plug", "br", "nsa", "port=pa", "--", "plug", "br", "nsb", "port=pb").ok();
        a = new RawHost(lab, "nsa", "eth0");
        b = new RawHost(lab, "nsb", "eth0");
        b.send(Frames.frame(BROADCAST, MAC_B).payload("b is here"));
        a.expect("b is here");
    }

    @AfterEach
    void disconnect() {
        a.close();
        b.close();
    }

    /** Everything sent before has been forwarded when this has. */
    private void settle() {
        final String text = "settled-" + System.nanoTime();
        a.send(Frames.frame(BROADCAST, "02:00:00:00:00:ee").payload(text));
        b.expect(text);
    }

    @Test
    void framesOfEveryLengthPassByteForByte() {
        final Random random = new Random(3);
        for (int length = 60; length <= 1_514; length++) {
            final byte[] payload = new byte[length - HEADER];
            random.nextBytes(payload);
            final byte[] frame = Frames.frame(MAC_B, MAC_A).payload(0x88B5, payload);
            b.forget();
            a.send(frame);
            Await.until("the frame of " + length + " bytes arrives", Duration.ofSeconds(5),
                () -> !ofLength(frame.length).isEmpty());
            assertArrayEquals(frame, ofLength(frame.length).get(0));
        }
    }

    private List<byte[]> ofLength(final int length) {
        return b.received().stream().filter(frame -> frame.length == length).toList();
    }

    @Test
    void framesShorterThanEthernetAllowsPassAsTheyAreOrPaddedWithZeros() {
        final byte[] whole = Frames.frame(MAC_B, MAC_A).payload("");
        for (int length = HEADER; length < 60; length++) {
            b.forget();
            a.send(Arrays.copyOf(whole, length));
            settle();
            final List<byte[]> runts = b.received().stream().filter(FrameKindsIT::isFromA).toList();
            assertEquals(1, runts.size(), "of " + length + " bytes");
            for (int i = length; i < runts.get(0).length; i++) {
                assertEquals(0, runts.get(0)[i], "no byte of another frame behind the " + length + " that were sent");
            }
        }
    }

    private static boolean isFromA(final byte[] frame) {
        return frame[11] == 0x0a;
    }

    @Test
    void allSixteenLinkLocalAddressesStayOnTheirLinkAndTheNextDoesNot() {
        for (int last = 0; last < 16; last++) {
            a.send(Frames.frame(String.format("01:80:c2:00:00:%02x", last), MAC_A).payload("link-local"));
            a.send(Frames.frame(String.format("01:80:c2:00:00:%02x", last), MAC_A).vlan(10).payload("link-local"));
        }
        a.send(Frames.frame("01:80:c2:00:00:10", MAC_A).payload("next-one"));
        b.expect("next-one");
        assertEquals(0, b.received("link-local").size());
        assertTrue(ctl("stats", "pa").ok().stdout().contains("dropped link-local: 32"));
    }

    @Test
    void framesThatAreNotForwardedTeachNothing() {
        a.send(Frames.frame("01:80:c2:00:00:00", "02:00:00:00:00:77").payload("bpdu"));
        a.send(Frames.frame(MAC_B, "02:00:00:00:00:78").vlan(4_095).payload("reserved"));
        settle();
        final String table = ctl("fdb", "show", "br").ok().stdout();
        assertTrue(!table.contains("00:77") && !table.contains("00:78"), table);
    }

    @Test
    void aPriorityTagIsOfVlanZeroAndKeepsItsPriority() {
        final byte[] frame = Frames.frame(BROADCAST, MAC_A).tag(0x8100, 6 << 13).payload("priority");
        a.send(frame);
        assertArrayEquals(frame, b.expect("priority"));
        assertTrue(ctl("fdb", "show", "br").ok().stdout().contains("pa     0  " + MAC_A));
    }

    @Test
    void aStationOfOneVlanIsUnknownInAnother() {
        a.send(Frames.frame(BROADCAST, MAC_A).vlan(5).payload("in-5"));
        b.expect("in-5");
        final String table = ctl("fdb", "show", "br").ok().stdout();
        assertTrue(table.contains("pa     5  " + MAC_A) && !table.contains("pa     0  " + MAC_A), table);
    }

    @Test
    void aFrameForAStationBehindItsOwnPortGoesNowhere() {
        a.send(Frames.frame(BROADCAST, MAC_A).payload("first"));
        b.expect("first");
        a.send(Frames.frame(MAC_A, "02:00:00:00:00:0c").payload("to-neighbour"));
        settle();
        assertEquals(0, b.received("to-neighbour").size());
        assertTrue(ctl("stats", "pa").ok().stdout().contains("dropped same-port: 1"));
    }

    @Test
    void everyVlanIdPasses() {
        for (int vid = 1; vid <= 4_094; vid++) {
            a.send(Frames.frame(MAC_B, MAC_A).vlan(vid).payload("vid-" + vid + "."));
        }
        b.expect("vid-4094.");
        assertEquals(4_094, b.received("vid-").size());
        for (final byte[] frame : b.received("vid-")) {
            final String text = new String(frame, 18, 9, StandardCharsets.ISO_8859_1);
            assertEquals(text.substring(4, text.indexOf('.')), String.valueOf((frame[14] & 0x0F) << 8 | frame[15] & 0xFF));
        }
    }
}
