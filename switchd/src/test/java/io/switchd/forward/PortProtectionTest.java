package io.switchd.forward;

import static io.switchd.forward.Trace.A;
import static io.switchd.forward.Trace.B;
import static io.switchd.forward.Trace.BROADCAST;
import static io.switchd.forward.Trace.C;
import static io.switchd.forward.Trace.MULTICAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.fdb.MacTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads as a trace: what the protections of a port do with a frame. */
class PortProtectionTest {

    private final Trace bridge = new Trace(100).port(1, "").port(2, "").port(3, "");

    @Test
    void aPortThatDoesNotLearnIsForwardedFromAndNotRemembered() {
        bridge.port(1, "learning=false");
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", B, A), "A was not learned");
        assertEquals("p2 untagged", bridge.in(1, "-", A, B), "B was");
        assertEquals(1, bridge.fdb().size());
    }

    @Test
    void aPortThatDoesNotLearnTakesNoStationFromAnother() {
        bridge.in(2, "-", A, BROADCAST);
        bridge.port(1, "learning=false");
        bridge.in(1, "-", A, BROADCAST);
        assertEquals("p2 untagged", bridge.in(3, "-", B, A));
        assertEquals(List.of(), bridge.moves());
    }

    @Test
    void floodingIsSwitchedOffForEachKindOfItsOwn() {
        bridge.port(1, "flood=false").port(2, "mcast-flood=false").port(3, "bcast-flood=false").port(4, "");
        assertEquals("p2 untagged, p3 untagged", bridge.in(4, "-", A, B));
        assertEquals("p1 untagged, p3 untagged", bridge.in(4, "-", A, MULTICAST));
        assertEquals("p1 untagged, p2 untagged", bridge.in(4, "-", A, BROADCAST));
    }

    @Test
    void aPortWithoutFloodingIsReachedByThoseWhoKnowItsStations() {
        bridge.port(1, "flood=false mcast-flood=false bcast-flood=false");
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals("p1 untagged", bridge.in(2, "-", B, A));
        assertEquals("p3 untagged", bridge.in(2, "-", B, C));
    }

    @Test
    void whereNobodyIsFloodedToTheFrameIsDropped() {
        bridge.port(2, "flood=false").port(3, "flood=false");
        assertEquals("dropped: no-other-port", bridge.in(1, "-", A, B));
        assertEquals(1, bridge.known(0, A), "it was heard nevertheless");
    }

    @Test
    void isolatedPortsReachTheOthersAndNotEachOther() {
        bridge.port(1, "isolated=true").port(2, "isolated=true");
        assertEquals("p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals("p3 untagged", bridge.in(2, "-", B, MULTICAST));
        assertEquals("dropped: isolated", bridge.in(2, "-", B, A));
        assertEquals("p1 untagged, p2 untagged", bridge.in(3, "-", C, BROADCAST));
        assertEquals("p1 untagged", bridge.in(3, "-", C, A));
        assertEquals("p3 untagged", bridge.in(1, "-", A, C));
    }

    @Test
    void anIsolatedPortAmongIsolatedOnesHasNobody() {
        bridge.port(1, "isolated=true").port(2, "isolated=true").port(3, "isolated=true");
        assertEquals("dropped: no-other-port", bridge.in(1, "-", A, BROADCAST));
    }

    @Test
    void withHairpinAFrameMayLeaveByThePortItCameInBy() {
        bridge.in(1, "-", A, BROADCAST);
        assertEquals("dropped: same-port", bridge.in(1, "-", B, A));
        bridge.port(1, "hairpin=true");
        assertEquals("p1 untagged", bridge.in(1, "-", B, A));
        assertEquals("p1 untagged, p2 untagged, p3 untagged", bridge.in(1, "-", B, BROADCAST));
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", C, BROADCAST), "only for its own frames");
    }

    @Test
    void anIsolatedPortWithHairpinDoesNotReachItself() {
        bridge.in(1, "-", A, BROADCAST);
        bridge.port(1, "hairpin=true isolated=true");
        assertEquals("dropped: isolated", bridge.in(1, "-", B, A));
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", B, BROADCAST));
    }

    @Test
    void aLockedPortTakesOnlyThoseWhoAreKnownToBeBehindIt() {
        bridge.port(1, "locked=true");
        assertEquals("dropped: locked", bridge.in(1, "-", A, BROADCAST));
        assertEquals(MacTable.UNKNOWN, bridge.known(0, A), "nobody lets himself in");
        bridge.fix(0, A, 1);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals("dropped: locked", bridge.in(1, "10", A, BROADCAST), "it is known in VLAN 0 only");
        bridge.fix(10, A, 1);
        assertEquals("p2 tagged 10, p3 tagged 10", bridge.in(1, "10", A, BROADCAST));
    }

    @Test
    void aLockedPortRefusesStationsOfOtherPortsAndSourcesThatAreNone() {
        bridge.in(2, "-", B, BROADCAST);
        bridge.port(1, "locked=true");
        assertEquals("dropped: locked", bridge.in(1, "-", B, BROADCAST));
        assertEquals(2, bridge.known(0, B));
        assertEquals("dropped: locked", bridge.in(1, "-", MULTICAST, BROADCAST));
        assertEquals("dropped: locked", bridge.in(1, "-", "00:00:00:00:00:00", BROADCAST));
    }

    @Test
    void aStationLearnedBeforeThePortWasLockedStaysUntilItHasBeenSilent() {
        bridge.in(1, "-", A, BROADCAST);
        bridge.port(1, "locked=true");
        bridge.at(299);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        bridge.at(598);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        bridge.at(898);
        assertEquals("dropped: locked", bridge.in(1, "-", A, BROADCAST));
    }

    @Test
    void aPortHasNoMoreStationsThanItsLimit() {
        bridge.port(1, "mac-limit=2");
        bridge.in(1, "-", A, BROADCAST);
        bridge.in(1, "10", A, BROADCAST);
        assertEquals("dropped: mac-limit", bridge.in(1, "-", B, BROADCAST), "a station counts in each of its VLANs");
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST), "those it has go on");
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", B, BROADCAST), "the limit is of one port");
        bridge.at(300);
        bridge.forwarder().fdb().expire(300, 100);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", C, BROADCAST), "who has been silent makes room");
    }

    @Test
    void aStationOfAnotherPortDoesNotMoveToAFullOne() {
        bridge.port(1, "mac-limit=1");
        bridge.in(1, "-", A, BROADCAST);
        bridge.in(2, "-", B, BROADCAST);
        assertEquals("dropped: mac-limit", bridge.in(1, "-", B, BROADCAST));
        assertEquals(2, bridge.known(0, B));
        bridge.in(2, "-", A, BROADCAST);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", B, BROADCAST), "who moves away makes room");
        assertEquals(1, bridge.known(0, B));
    }

    @Test
    void staticStationsAndSourcesThatAreNoneDoNotCountAgainstTheLimit() {
        bridge.port(1, "mac-limit=1");
        bridge.fix(0, C, 1);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", C, BROADCAST));
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", MULTICAST, BROADCAST));
        assertEquals("dropped: mac-limit", bridge.in(1, "-", B, BROADCAST));
    }

    @Test
    void aChangeOfAPortsVlansForgetsWhatWasLearnedThereAndNothingElseDoes() {
        bridge.in(1, "-", A, BROADCAST);
        bridge.in(2, "-", B, BROADCAST);
        bridge.fix(0, C, 1);
        bridge.port(1, "isolated=true mac-limit=5 priority-tags=never");
        assertEquals(1, bridge.known(0, A));
        bridge.port(1, "tag=10");
        assertEquals(MacTable.UNKNOWN, bridge.known(0, A));
        assertEquals(2, bridge.known(0, B));
        assertEquals(1, bridge.known(0, C), "what somebody fixed stays");
        assertEquals("dropped: not-in-vlan", bridge.in(2, "-", B, C), "though the port is out of its VLAN");
    }

    @Test
    void aStationIsNotSentToWhereItsVlanDoesNotGo() {
        bridge.port(1, "trunks=10").port(2, "tag=20");
        bridge.fix(20, A, 1);
        assertEquals("dropped: not-in-vlan", bridge.in(2, "-", B, A));
        bridge.port(1, "trunks=10,20");
        assertEquals("p1 tagged 20", bridge.in(2, "-", B, A));
    }
}
