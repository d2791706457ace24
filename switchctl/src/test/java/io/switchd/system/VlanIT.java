package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Once;
import org.junit.jupiter.api.Test;

/** Who gets a frame on a bridge with VLANs, and with which tags: byte for byte, over real devices. */
@Once
class VlanIT extends GuestTest {

    private static final int CUSTOMER = 0x8100;
    private static final int SERVICE = 0x88A8;
    private static final int DEI = 1 << 12;

    private static int pcp(final int priority) {
        return priority << 13;
    }

    private static byte[] plain(final String sender, final String text) {
        return toAll(sender).payload(full(text));
    }

    private static byte[] tagged(final String sender, final int tci, final String text) {
        return toAll(sender).tag(CUSTOMER, tci).payload(full(text));
    }

    private static byte[] serviceTagged(final String sender, final int tci, final String text) {
        return toAll(sender).tag(SERVICE, tci).payload(full(text));
    }

    @Test
    void anAccessPortTakesAndGivesFramesOfItsVlanWithoutATag() {
        guests("a tag=10", "b tag=10", "c tag=20", "t", "u trunks=10,30-40");
        sends("a", plain("a", "untagged"));
        gets("b", plain("a", "untagged"));
        gets("t", tagged("a", 10, "untagged"));
        gets("u", tagged("a", 10, "untagged"));
        sends("a", tagged("a", pcp(5) | DEI, "priority"));
        gets("b", plain("a", "priority"));
        gets("t", tagged("a", pcp(5) | DEI | 10, "priority"));
        gets("u", tagged("a", pcp(5) | DEI | 10, "priority"));
        sends("a", tagged("a", 10, "own-vlan"));
        sends("a", tagged("a", 20, "other-vlan"));
        sends("a", serviceTagged("a", 10, "service"));
        thatIsAll();
        assertEquals(3, dropped("a", "tagged-on-access"));
    }

    @Test
    void aTrunkTakesAndGivesTheVlansItCarriesWithTheirTag() {
        guests("a tag=10", "b tag=10", "c tag=20", "t", "u trunks=10,30-40");
        sends("t", tagged("t", pcp(7) | DEI | 10, "ten"));
        gets("a", plain("t", "ten"));
        gets("b", plain("t", "ten"));
        gets("u", tagged("t", pcp(7) | DEI | 10, "ten"));
        sends("t", tagged("t", 20, "twenty"));
        gets("c", plain("t", "twenty"));
        sends("t", serviceTagged("t", pcp(3) | 10, "service"));
        gets("a", plain("t", "service"));
        gets("b", plain("t", "service"));
        gets("u", serviceTagged("t", pcp(3) | 10, "service"));
        sends("t", plain("t", "in-vlan-0"));
        sends("t", tagged("t", 4095, "reserved"));
        sends("u", tagged("u", 35, "thirty-five"));
        gets("t", tagged("u", 35, "thirty-five"));
        sends("u", tagged("u", 20, "not-carried"));
        sends("u", plain("u", "vlan-0-not-carried"));
        thatIsAll();
        assertEquals(2, dropped("u", "vlan-not-allowed"));
        assertEquals(1, dropped("t", "no-other-port"));
        assertEquals(1, dropped("t", "reserved-vlan"));
    }

    @Test
    void theNativeVlanIsTaggedOrNotAsTheModeSays() {
        guests("n tag=10 vlan_mode=native-tagged trunks=20", "m tag=10 vlan_mode=native-untagged trunks=20", "a tag=10", "c tag=20", "t");
        for (final byte[] frame : new byte[][] {plain("n", "from-n"), tagged("n", 10, "from-n")}) {
            sends("n", frame);
            gets("m", plain("n", "from-n"));
            gets("a", plain("n", "from-n"));
            gets("t", tagged("n", 10, "from-n"));
        }
        sends("m", plain("m", "from-m"));
        gets("n", tagged("m", 10, "from-m"));
        gets("a", plain("m", "from-m"));
        gets("t", tagged("m", 10, "from-m"));
        sends("m", tagged("m", pcp(2) | 20, "twenty"));
        gets("c", plain("m", "twenty"));
        gets("n", tagged("m", pcp(2) | 20, "twenty"));
        gets("t", tagged("m", pcp(2) | 20, "twenty"));
        sends("n", tagged("n", pcp(6) | DEI, "priority"));
        gets("m", plain("n", "priority"));
        gets("a", plain("n", "priority"));
        gets("t", tagged("n", pcp(6) | DEI | 10, "priority"));
        sends("m", tagged("m", 30, "not-carried"));
        sends("t", plain("t", "vlan-0"));
        thatIsAll();
        assertEquals(1, dropped("m", "vlan-not-allowed"));
        assertEquals(1, dropped("t", "no-other-port"));
    }

    @Test
    void aTunnelPutsItsTagBeforeTheCustomersAndTakesItOff() {
        guests("p tag=100 vlan_mode=dot1q-tunnel cvlans=10,20", "q tag=100 vlan_mode=dot1q-tunnel", "t", "a tag=100");
        sends("p", tagged("p", pcp(5) | DEI | 10, "ten"));
        gets("q", tagged("p", pcp(5) | DEI | 10, "ten"));
        gets("t", toAll("p").tag(SERVICE, 100).tag(CUSTOMER, pcp(5) | DEI | 10).payload(full("ten")));
        sends("p", tagged("p", 30, "not-among-cvlans"));
        sends("p", plain("p", "untagged-is-not-either"));
        sends("q", tagged("q", 30, "thirty"));
        gets("t", toAll("q").tag(SERVICE, 100).vlan(30).payload(full("thirty")));
        sends("q", plain("q", "untagged"));
        gets("t", serviceTagged("q", 100, "untagged"));
        gets("a", plain("q", "untagged"));
        sends("q", toAll("q").vlan(10).vlan(99).payload(full("two-tags")));
        gets("t", toAll("q").tag(SERVICE, 100).vlan(10).vlan(99).payload(full("two-tags")));
        gets("p", toAll("q").vlan(10).vlan(99).payload(full("two-tags")));
        sends("t", toAll("t").tag(SERVICE, 100).vlan(20).payload(full("tunnelled")));
        gets("p", tagged("t", 20, "tunnelled"));
        gets("q", tagged("t", 20, "tunnelled"));
        sends("t", serviceTagged("t", 100, "nothing-in-it"));
        gets("q", plain("t", "nothing-in-it"));
        gets("a", plain("t", "nothing-in-it"));
        sends("a", plain("a", "from-access"));
        gets("q", plain("a", "from-access"));
        gets("t", tagged("a", 100, "from-access"));
        thatIsAll();
        assertEquals(2, dropped("p", "cvlan-not-allowed"));
    }

    @Test
    void theTypeOfATunnelsTagIsAsItIsSet() {
        guests("r tag=200 vlan_mode=dot1q-tunnel qinq-ethtype=802.1q", "b tag=200", "t");
        sends("r", tagged("r", 10, "tunnelled"));
        gets("t", toAll("r").vlan(200).vlan(10).payload(full("tunnelled")));
        sends("r", plain("r", "untagged"));
        gets("t", tagged("r", 200, "untagged"));
        gets("b", plain("r", "untagged"));
        thatIsAll();
    }

    @Test
    void aTagThatLosesItsVlanStaysForItsPriorityAsThePortSays() {
        guests("a tag=10 priority-tags=if-nonzero", "b tag=10 priority-tags=always", "d tag=10", "t", "y priority-tags=if-nonzero",
            "z priority-tags=always");
        sends("t", tagged("t", pcp(5) | 10, "five"));
        gets("a", tagged("t", pcp(5), "five"));
        gets("b", tagged("t", pcp(5), "five"));
        gets("d", plain("t", "five"));
        gets("y", tagged("t", pcp(5) | 10, "five"));
        gets("z", tagged("t", pcp(5) | 10, "five"));
        sends("t", tagged("t", 10, "zero"));
        gets("a", plain("t", "zero"));
        gets("b", plain("t", "zero"));
        gets("d", plain("t", "zero"));
        gets("y", tagged("t", 10, "zero"));
        gets("z", tagged("t", 10, "zero"));
        sends("t", tagged("t", pcp(3), "only-priority"));
        gets("y", tagged("t", pcp(3), "only-priority"));
        gets("z", tagged("t", pcp(3), "only-priority"));
        sends("t", tagged("t", 0, "nothing-in-the-tag"));
        gets("y", plain("t", "nothing-in-the-tag"));
        gets("z", tagged("t", 0, "nothing-in-the-tag"));
        thatIsAll();
    }

    @Test
    void everyPriorityAndDropEligibilityStaysWithTheFrame() {
        guests("t", "u", "a tag=10 priority-tags=if-nonzero", "q tag=10 vlan_mode=dot1q-tunnel");
        for (int bits = 0; bits < 16; bits++) {
            final int priority = bits << 12;
            sends("t", tagged("t", priority | 10, "down-" + bits));
            gets("u", tagged("t", priority | 10, "down-" + bits));
            gets("a", priority == 0 ? plain("t", "down-" + bits) : tagged("t", priority, "down-" + bits));
            gets("q", plain("t", "down-" + bits));
            sends("a", tagged("a", priority, "up-" + bits));
            gets("t", tagged("a", priority | 10, "up-" + bits));
            gets("u", tagged("a", priority | 10, "up-" + bits));
            gets("q", plain("a", "up-" + bits));
        }
        thatIsAll();
    }

    @Test
    void aKnownStationIsReachedInItsVlanOnly() {
        guests("a tag=10", "b tag=10", "c tag=20", "t");
        sends("b", plain("b", "here"));
        gets("a", plain("b", "here"));
        gets("t", tagged("b", 10, "here"));
        thatIsAll();
        sends("a", to(mac("b"), "a").payload(full("known")));
        gets("b", to(mac("b"), "a").payload(full("known")));
        sends("c", to(mac("b"), "c").payload(full("unknown-in-20")));
        gets("t", to(mac("b"), "c").vlan(20).payload(full("unknown-in-20")));
        thatIsAll();
    }
}
