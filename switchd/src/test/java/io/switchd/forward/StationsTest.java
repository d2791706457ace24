package io.switchd.forward;

import static io.switchd.forward.Trace.A;
import static io.switchd.forward.Trace.B;
import static io.switchd.forward.Trace.BROADCAST;
import static io.switchd.forward.Trace.C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.fdb.FdbStatistics;
import io.switchd.fdb.MacTable;
import io.switchd.frame.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads as a trace: stations that were heard, that move, and that somebody fixed at a port. */
class StationsTest {

    private final Trace bridge = new Trace(8).port(1, "").port(2, "").port(3, "");

    private static String station(final int number) {
        return MacAddress.format(0x0200_0000_1000L + number);
    }

    @Test
    void aStationThatMovesIsFoundAtItsNewPortAndReported() {
        bridge.in(1, "-", A, BROADCAST);
        bridge.in(1, "-", A, BROADCAST);
        assertEquals(List.of(), bridge.moves());
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", A, BROADCAST));
        assertEquals("p2 untagged", bridge.in(1, "-", B, A));
        bridge.in(1, "10", A, BROADCAST);
        bridge.in(3, "10", A, BROADCAST);
        assertEquals(List.of(A + " in VLAN 0 from p1 to p2", A + " in VLAN 10 from p1 to p3"), bridge.moves());
        assertEquals(2, bridge.fdb().counters().snapshot().moved());
    }

    @Test
    void aStaticStationDoesNotAge() {
        bridge.fix(0, A, 1);
        bridge.at(1_000_000);
        assertEquals(0, bridge.fdb().expire(1_000_000, 100));
        assertEquals("p1 untagged", bridge.in(2, "-", B, A));
    }

    @Test
    void aStaticStationIsHeardElsewhereAndStaysWhereItIs() {
        bridge.fix(0, A, 1);
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", A, BROADCAST));
        assertEquals("p1 untagged", bridge.in(3, "-", B, A));
        assertEquals(List.of(), bridge.moves());
        assertEquals("p1 tagged 10, p2 tagged 10", bridge.in(3, "10", B, A), "it is fixed in one VLAN");
    }

    @Test
    void framesOfAStickyStationAreDroppedWhereItIsNot() {
        bridge.fixSticky(0, A, 1);
        assertEquals("dropped: sticky-station", bridge.in(2, "-", A, BROADCAST));
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals("p1 tagged 10, p3 tagged 10", bridge.in(2, "10", A, BROADCAST), "in another VLAN it is another station");
        bridge.port(3, "learning=false");
        assertEquals("dropped: sticky-station", bridge.in(3, "-", A, BROADCAST), "nor where nothing is learned");
        assertEquals(List.of(), bridge.moves());
    }

    @Test
    void fixedStationsSurviveEveryFlush() {
        bridge.fix(0, A, 1);
        bridge.fixSticky(10, A, 1);
        bridge.in(1, "-", B, BROADCAST);
        bridge.in(2, "10", B, BROADCAST);
        bridge.fdb().flushVlan(10, MacTable.UNKNOWN, 0, bridge.fdb().limit());
        bridge.fdb().flushVlan(0, 1, 0, bridge.fdb().limit());
        bridge.fdb().flushPort(1);
        assertEquals(MacTable.UNKNOWN, bridge.known(0, B));
        assertEquals(MacTable.UNKNOWN, bridge.known(10, B));
        assertEquals(1, bridge.known(0, A));
        assertEquals(1, bridge.known(10, A));
        assertEquals(2, bridge.fdb().size());
    }

    @Test
    void fixedStationsGoWithTheirPort() {
        bridge.fix(0, A, 3);
        bridge.forwarder().removePort(3);
        assertEquals("p2 untagged", bridge.in(1, "-", B, A));
    }

    @Test
    void aStationThatWasHeardIsFixedElsewhereAndFreedAgain() {
        bridge.in(1, "-", A, BROADCAST);
        bridge.fix(0, A, 2);
        assertEquals("p2 untagged", bridge.in(3, "-", B, A));
        bridge.fixSticky(0, A, 3);
        assertEquals("dropped: sticky-station", bridge.in(1, "-", A, BROADCAST), "fixed again, now sticky");
        bridge.fdb().unfix(0, MacAddress.parse(A), 2);
        assertEquals(3, bridge.known(0, A), "it is no longer fixed there");
        bridge.fdb().unfix(0, MacAddress.parse(A), 3);
        assertEquals("p2 untagged, p3 untagged", bridge.in(1, "-", A, BROADCAST));
        assertEquals(1, bridge.known(0, A));
    }

    @Test
    void whoFloodsTheTableForcesOutNeitherFixedStationsNorThoseOfOthers() {
        bridge.fix(0, A, 3);
        bridge.fixSticky(0, B, 3);
        bridge.in(1, "-", C, BROADCAST);
        for (int i = 0; i < 100; i++) {
            bridge.in(3, "-", station(i), BROADCAST);
        }
        assertEquals(3, bridge.known(0, A));
        assertEquals(3, bridge.known(0, B));
        assertEquals(1, bridge.known(0, C));
        assertEquals(3, bridge.known(0, station(99)));
        assertEquals(MacTable.UNKNOWN, bridge.known(0, station(94)));
        assertEquals(new FdbStatistics(8, 8, 2, 101, 0, 95, 0), bridge.fdb().counters().snapshot());
    }

    @Test
    void fixedStationsDoNotMakeTheirPortTheOneThatHasMost() {
        for (int i = 0; i < 5; i++) {
            bridge.fix(0, station(i), 1);
        }
        bridge.in(1, "-", A, BROADCAST);
        bridge.in(2, "-", B, BROADCAST);
        bridge.in(2, "-", C, BROADCAST);
        bridge.in(3, "-", station(9), BROADCAST);
        assertEquals(1, bridge.known(0, A));
        assertEquals(MacTable.UNKNOWN, bridge.known(0, B), "port 2 had most that were heard");
        assertEquals(2, bridge.known(0, C));
        assertEquals(3, bridge.known(0, station(9)));
    }

    @Test
    void fixingAStationInAFullTableMakesRoomAsHearingOneDoes() {
        for (int i = 0; i < 8; i++) {
            bridge.in(2, "-", station(i), BROADCAST);
        }
        bridge.fix(0, A, 1);
        assertEquals(MacTable.UNKNOWN, bridge.known(0, station(0)));
        assertEquals(1, bridge.known(0, A));
        assertEquals(8, bridge.fdb().size());
    }

    @Test
    void aTableFullOfFixedStationsForwardsAndLearnsNothing() {
        for (int i = 0; i < 8; i++) {
            bridge.fix(0, station(i), 1);
        }
        assertEquals("p1 untagged, p3 untagged", bridge.in(2, "-", A, BROADCAST));
        assertEquals("p1 untagged", bridge.in(2, "-", A, station(7)));
        assertEquals("p1 untagged, p2 untagged", bridge.in(3, "-", B, A), "A is not learned");
        assertEquals(8, bridge.fdb().size());
        assertEquals("all 8 entries of the table are static",
            assertThrows(IllegalStateException.class, () -> bridge.fix(0, A, 1)).getMessage());
        bridge.fix(0, station(7), 2);
        assertEquals("p2 untagged", bridge.in(3, "-", B, station(7)), "one that is fixed can be fixed elsewhere");
        bridge.fdb().unfix(0, MacAddress.parse(station(0)), 1);
        bridge.in(3, "-", B, BROADCAST);
        assertEquals(3, bridge.known(0, B));
    }
}
