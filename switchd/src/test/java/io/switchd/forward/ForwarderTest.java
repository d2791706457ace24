package io.switchd.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.switchd.fdb.MacTable;
import io.switchd.port.DropReason;
import io.switchd.testkit.Frames;
import io.switchd.testkit.MemoryPort;
import io.switchd.vlan.PortVlan;
import io.switchd.vlan.PriorityTags;
import io.switchd.vlan.VlanSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads as a trace: in on a port, out of which. */
class ForwarderTest {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";

    private final Forwarder forwarder = new Forwarder(new MacTable(100, 300, 1));
    private final EgressSet egress = new EgressSet();
    private int now;

    @BeforeEach
    void addThreePorts() {
        forwarder.addPort(1, PortRules.DEFAULT, 0);
        forwarder.addPort(2, PortRules.DEFAULT, 0);
        forwarder.addPort(3, PortRules.DEFAULT, 0);
    }

    private List<Integer> out(final int in, final int tpid, final int tci, final String source, final String destination) {
        assertNull(decide(in, tpid, tci, source, destination));
        final List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < egress.size(); i++) {
            ports.add(egress.port(i));
        }
        return ports;
    }

    private DropReason decide(final int in, final int tpid, final int tci, final String source, final String destination) {
        return forwarder.decide(MemoryPort.view(Frames.frame(destination, source).payload("x"), tpid, tci), in, now * SECOND_NANOS, egress);
    }

    @Test
    void theUnknownIsFloodedAndTheKnownIsSentWhereItIs() {
        assertEquals(List.of(2, 3), out(1, 0, 0, MAC_A, MAC_B));
        assertEquals(List.of(1), out(3, 0, 0, MAC_B, MAC_A));
        assertEquals(List.of(3), out(1, 0, 0, MAC_A, MAC_B));
        assertEquals(List.of(3), out(2, 0, 0, "02:00:00:00:00:0c", MAC_B));
    }

    @Test
    void groupsAreFlooded() {
        assertEquals(List.of(1, 3), out(2, 0, 0, MAC_A, BROADCAST));
        assertEquals(List.of(1, 3), out(2, 0, 0, MAC_A, "01:00:5e:00:00:01"));
    }

    @Test
    void aStationBehindTheIngressPortIsNotSentTo() {
        out(1, 0, 0, MAC_A, BROADCAST);
        assertEquals(DropReason.SAME_PORT, decide(1, 0, 0, MAC_B, MAC_A));
    }

    @Test
    void aVlanIsAWorldOfItsOwn() {
        out(1, 0x8100, 10, MAC_A, BROADCAST);
        assertEquals(List.of(1), out(2, 0x8100, 7 << 13 | 10, MAC_B, MAC_A));
        assertEquals(List.of(1), out(2, 0x88A8, 10, MAC_B, MAC_A));
        assertEquals(List.of(1, 3), out(2, 0x8100, 20, MAC_B, MAC_A));
        assertEquals(List.of(1, 3), out(2, 0, 0, MAC_B, MAC_A));
    }

    @Test
    void aTagWithOnlyAPriorityIsOfTheVlanOfUntaggedFrames() {
        out(1, 0x8100, 5 << 13, MAC_A, BROADCAST);
        assertEquals(List.of(1), out(2, 0, 0, MAC_B, MAC_A));
    }

    @Test
    void vlan4095IsDroppedAndNothingIsLearnedFromIt() {
        assertEquals(DropReason.RESERVED_VLAN, decide(1, 0x8100, 4095, MAC_A, BROADCAST));
        assertEquals(0, forwarder.fdb().size());
    }

    @Test
    void aPortWhoseNativeVlanIs4095TakesInNothingItMayNotGive() {
        final PortVlan vlan = PortVlan.nativeUntagged(4095, VlanSet.ALL, PriorityTags.NEVER);
        forwarder.addPort(4, new PortRules(vlan, true, true, true, true, false, false, false, 0, 0, 0, 0), 0);
        assertEquals(DropReason.VLAN_NOT_ALLOWED, decide(4, 0, 0, MAC_A, BROADCAST));
        assertEquals(DropReason.VLAN_NOT_ALLOWED, decide(4, 0x8100, 0, MAC_A, BROADCAST));
        assertEquals(0, forwarder.fdb().size());
    }

    @Test
    void linkLocalFramesPassWhenTheyAreToPass() {
        for (int last = 0; last < 16; last++) {
            final String destination = "01:80:c2:00:00:0" + Integer.toHexString(last);
            forwarder.forwardBpdu(false);
            assertEquals(DropReason.LINK_LOCAL, decide(1, 0, 0, MAC_A, destination));
            assertEquals(0, forwarder.fdb().size(), "nothing is learned from a frame that does not enter");
        }
        forwarder.forwardBpdu(true);
        assertEquals(List.of(2, 3), out(1, 0, 0, MAC_A, "01:80:c2:00:00:00"));
        assertEquals(List.of(2, 3), out(1, 0, 0, MAC_A, "01:80:c2:00:00:10"));
    }

    @Test
    void aSourceThatNoStationHasIsForwardedAndNotLearned() {
        assertEquals(List.of(2, 3), out(1, 0, 0, BROADCAST, MAC_B));
        assertEquals(List.of(2, 3), out(1, 0, 0, "00:00:00:00:00:00", MAC_B));
        assertEquals(0, forwarder.fdb().size());
    }

    @Test
    void aPortThatLeavesIsForgottenAndNoLongerFloodedTo() {
        out(3, 0, 0, MAC_A, BROADCAST);
        forwarder.removePort(3);
        assertEquals(List.of(2), out(1, 0, 0, MAC_B, MAC_A));
        forwarder.removePort(2);
        assertEquals(DropReason.NO_OTHER_PORT, decide(1, 0, 0, MAC_B, MAC_A));
    }

    @Test
    void aStationThatIsSilentForTooLongIsUnknownAgain() {
        out(3, 0, 0, MAC_A, BROADCAST);
        now = 299;
        assertEquals(List.of(3), out(1, 0, 0, MAC_B, MAC_A));
        now = 300;
        assertEquals(List.of(2, 3), out(1, 0, 0, MAC_B, MAC_A));
    }
}
