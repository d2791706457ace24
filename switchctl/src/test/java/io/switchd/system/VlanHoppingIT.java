package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.switchd.testkit.Await;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Once;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nobody gets into VLAN 20 who is not of it, however often a frame is tagged: not on this bridge, and not on the next
 * one behind a trunk whose native VLAN is the attacker's. The aliens {@code v} and {@code w} listen there.
 */
@Once
class VlanHoppingIT extends GuestTest {

    private static final int CUSTOMER = 0x8100;
    private static final int SERVICE = 0x88A8;
    private static final int TARGET = 20;
    private static final int NATIVE = 10;

    @BeforeEach
    void connectTwoBridgesByANativeVlan() {
        ctl("add-br", "far", "local=false", "--", "add-veth", "l1", "l2", "--",
            "add-port", "br", "l1", "tag=10", "vlan_mode=native-untagged", "--",
            "add-port", "far", "l2", "tag=10", "vlan_mode=native-untagged").ok();
        guests("v tag=20", "a tag=10", "b tag=10", "o trunks=0,10", "z tag=0", "x trunks=0,10", "n tag=10 vlan_mode=native-untagged trunks=0,10",
            "k tag=10 vlan_mode=native-tagged trunks=0,10");
        guestsOf("far", "w tag=20", "y tag=10");
    }

    /** Every pile of up to three tags of the target's VLAN, the attacker's and none, of both types. */
    private static List<byte[]> attacks(final String attacker) {
        final List<byte[]> frames = new ArrayList<>();
        final int[] tpids = {CUSTOMER, SERVICE};
        final int[] vlans = {0, NATIVE, TARGET};
        for (final int outer : tpids) {
            for (final int first : vlans) {
                frames.add(named(attacker, toAll(attacker).tag(outer, first)));
                for (final int inner : tpids) {
                    frames.add(named(attacker, toAll(attacker).tag(outer, first).tag(inner, TARGET)));
                    for (final int second : vlans) {
                        frames.add(named(attacker, toAll(attacker).tag(outer, first).tag(inner, second).vlan(TARGET)));
                    }
                }
            }
        }
        return frames;
    }

    private static byte[] named(final String attacker, final Frames frame) {
        return frame.payload("attack from " + attacker);
    }

    @Test
    void taggingTwiceOrThriceGetsNobodyIntoAnotherVlan() {
        for (final String attacker : new String[] {"a", "z", "x", "n", "k"}) {
            for (final byte[] frame : attacks(attacker)) {
                sends(attacker, frame);
            }
        }
        sends("y", toAll("y").payload("the link works"));
        guest("a").expect("the link works");
        allIsTaken();
        Await.until("the far bridge has all", SOON, () -> count("l2", "rx_packets") >= count("l1", "tx_packets"));
        assertEquals(0, guest("v").received().size(), "frames that the alien saw");
        assertEquals(0, guest("w").received().size(), "frames that the alien behind the trunk saw");
        for (final String other : new String[] {"a", "b", "o", "z", "x", "n", "k", "y"}) {
            for (final byte[] frame : guest(other).received()) {
                assertNotEquals(TARGET, outerVlan(frame), "the VLAN of a frame that left by " + other);
            }
        }
        assertNotEquals(0, guest("y").received("attack from").size(), "frames that stay in their VLAN pass the trunk");
    }

    private static int outerVlan(final byte[] frame) {
        final int type = ByteBuffer.wrap(frame).getShort(12) & 0xFFFF;
        return type == CUSTOMER || type == SERVICE ? ByteBuffer.wrap(frame).getShort(14) & 0x0FFF : 0;
    }

    @Test
    void theAliensHearWhoIsOfTheirVlan() {
        guests("t");
        sends("t", toAll("t").vlan(TARGET).payload("in twenty"));
        guest("v").expect("in twenty");
        guest("w").expect("in twenty");
    }
}
