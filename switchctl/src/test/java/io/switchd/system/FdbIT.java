package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Once;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the switch knows of stations, by itself and by order. */
@Once
class FdbIT extends GuestTest {

    private static final String STATION = "02:00:00:00:99:01";
    private static final String UNKNOWN = "02:00:00:00:99:ff";

    private List<String> rows() {
        final List<String> rows = new ArrayList<>();
        JSON.readTree(ctl("-j", "fdb", "show", "br").ok().stdout()).forEach(row -> {
            final String kind = row.path("static").asBoolean() ? row.path("sticky").asBoolean() ? " sticky" : " static" : "";
            rows.add(row.get("port").asString() + " " + row.get("vlan") + " " + row.get("mac").asString() + kind);
        });
        return rows;
    }

    private JsonNode statistics() {
        return JSON.readTree(ctl("-j", "fdb", "stats", "br").ok().stdout());
    }

    private void refused(final String sentence, final String... command) {
        final List<String> before = rows();
        ctl(command).exits(1).says(sentence);
        assertEquals(before, rows());
    }

    @Test
    void theHostsPortStandsInTheColumnsOfTheOthers() {
        ctl("add-br", "wide-bridge", "--", "fdb", "add", "wide-bridge", "02:00:00:00:00:01", "wide-bridge").ok();
        final String table = ctl("fdb", "show", "wide-bridge").ok().stdout();
        assertTrue(table.startsWith("       port  VLAN  MAC                Age\n") && table.contains("\nwide-bridge     0  02:00:00:00:00:01  static\n"), table);
    }

    @Test
    void aStationIsFixedInTheVlanOfThePortsUntaggedFramesUnlessOneIsGiven() {
        guests("a tag=10", "b");
        ctl("fdb", "add", "br", STATION, "a").ok();
        ctl("fdb", "add", "br", STATION, "b").ok();
        ctl("fdb", "add", "br", STATION, "b", "vlan=30", "sticky").ok();
        assertEquals(List.of("a 10 " + STATION + " static", "b 0 " + STATION + " static", "b 30 " + STATION + " sticky"), rows());
        assertEquals(" port  VLAN  MAC                Age\n    a    10  " + STATION + "  static\n    b     0  " + STATION + "  static\n    b    30  "
            + STATION + "  static\n", fdb());
        assertEquals(3, statistics().get("static").asInt());
        assertTrue(ctl("fdb", "stats", "br").ok().stdout().contains("  Current static MAC entries in the table : 3\n"));
    }

    @Test
    void whatIsThereAlreadyOrIsNotIsRefusedUnlessThatWasExpected() {
        guests("a", "b");
        ctl("fdb", "add", "br", STATION, "a").ok();
        refused("station " + STATION + " of VLAN 0 is fixed at port a of bridge br already", "fdb", "add", "br", STATION, "a");
        refused("is fixed at port a of bridge br already", "fdb", "add", "br", STATION, "b");
        refused("is fixed at port a of bridge br already", "--may-exist", "fdb", "add", "br", STATION, "b");
        ctl("--may-exist", "fdb", "add", "br", STATION, "a").ok();
        refused("bridge br knows no station " + UNKNOWN, "fdb", "del", "br", UNKNOWN);
        refused("bridge br knows no station " + STATION + " in VLAN 7", "fdb", "del", "br", STATION, "vlan=7");
        ctl("--if-exists", "fdb", "del", "br", UNKNOWN).ok();
        ctl("fdb", "del", "br", STATION).ok();
        assertEquals(List.of(), rows());
    }

    @Test
    void whatCannotBeAStationIsRefused() {
        guests("a");
        refused("is no MAC address", "fdb", "add", "br", "nonsense", "a");
        refused("cannot be a device's", "fdb", "add", "br", "01:00:5e:00:00:01", "a");
        refused("cannot be a device's", "fdb", "add", "br", "00:00:00:00:00:00", "a");
        refused("bridge br does not have a port x", "fdb", "add", "br", STATION, "x");
        refused("out of range: allowed are 0 to 4094", "fdb", "add", "br", STATION, "a", "vlan=4095");
        refused("no bridge named x", "fdb", "add", "x", STATION, "a");
        refused("no bridge named x", "fdb", "stats", "x");
        refused("no bridge named x", "fdb", "flush", "x");
        refused("bridge br does not have a port br", "fdb", "flush", "br", "port=br");
        ctl("add-br", "other", "--", "add-port", "other", "elsewhere").ok();
        refused("bridge br does not have a port elsewhere", "fdb", "flush", "br", "port=elsewhere");
        refused("no port named nowhere", "fdb", "flush", "port=nowhere");
        ctl("fdb", "flush", "other", "port=other").ok();
        ctl("fdb", "add", "br", STATION).exits(64);
    }

    @Test
    void aFixedStationNeitherMovesNorIsFlushedAndItsFramesMayComeInElsewhere() {
        guests("a", "b", "c");
        ctl("fdb", "add", "br", mac("a"), "a").ok();
        sends("b", toAll("a").payload("from elsewhere"));
        gets("a", toAll("a").payload("from elsewhere"));
        gets("c", toAll("a").payload("from elsewhere"));
        thatIsAll();
        ctl("fdb", "flush", "br").ok();
        assertEquals(List.of("a 0 " + mac("a") + " static"), rows());
        sends("c", to(mac("a"), "c").payload("to the fixed"));
        gets("a", to(mac("a"), "c").payload("to the fixed"));
        thatIsAll();
        assertEquals(0, statistics().get("moved").asInt());
    }

    @Test
    void framesOfAStickyStationThatComeInElsewhereAreDropped() {
        guests("a", "b learning=false", "c");
        ctl("fdb", "add", "br", STATION, "a", "sticky").ok();
        for (final String port : new String[] {"b", "c"}) {
            sends(port, Frames.frame(BROADCAST, STATION).payload("stolen"));
        }
        sends("a", Frames.frame(BROADCAST, STATION).payload("at home"));
        gets("b", Frames.frame(BROADCAST, STATION).payload("at home"));
        gets("c", Frames.frame(BROADCAST, STATION).payload("at home"));
        thatIsAll();
        assertEquals(1, dropped("b", "sticky-station"));
        assertEquals(1, dropped("c", "sticky-station"));
    }

    @Test
    void fixedStationsComeBackAfterTheDaemonEndedOrWasKilled() {
        guests("a tag=10", "b");
        ctl("fdb", "add", "br", STATION, "a").ok();
        ctl("fdb", "add", "br", STATION, "b", "vlan=30", "sticky").ok();
        final List<String> before = rows();
        for (final String signal : new String[] {"TERM", "KILL"}) {
            daemon.stop(signal);
            daemon.start();
            assertEquals(before, rows(), "after " + signal);
        }
        sends("b", Frames.frame(STATION, mac("b")).vlan(10).payload("nobody else's"));
        gets("a", Frames.frame(STATION, mac("b")).payload("nobody else's"));
        Await.until("it arrives", SOON, () -> !guest("a").received("nobody else's").isEmpty());
    }

    @Test
    void aStationThatWasHeardIsForgottenByOrderInEveryVlanOrInOne() {
        guests("a", "b");
        for (final int vlan : new int[] {5, 6, 7}) {
            sends("a", toAll("a").vlan(vlan).payload("here"));
            gets("b", toAll("a").vlan(vlan).payload("here"));
        }
        thatIsAll();
        ctl("fdb", "del", "br", mac("a"), "vlan=6").ok();
        assertEquals(List.of("a 5 " + mac("a"), "a 7 " + mac("a")), rows());
        ctl("fdb", "del", "br", mac("a")).ok();
        assertEquals(List.of(), rows());
    }

    @Test
    void aPortLearnsNoMoreThanItsLimitAndDropsTheRest() {
        guests("a mac-limit=2", "b");
        for (final String source : new String[] {"a", "c", "d", "a"}) {
            sends("a", toAll(source).payload("limited"));
        }
        for (final String source : new String[] {"a", "c", "a"}) {
            gets("b", toAll(source).payload("limited"));
        }
        thatIsAll();
        assertEquals(1, dropped("a", "mac-limit"));
        assertEquals(List.of("a 0 " + mac("a"), "a 0 " + mac("c")), rows());
        ctl("clear", "port", "a", "mac-limit").ok();
        sends("a", toAll("d").payload("free"));
        gets("b", toAll("d").payload("free"));
        thatIsAll();
    }

    @Test
    void aLockedPortTakesFramesOfKnownStationsOnly() {
        guests("a", "b");
        sends("a", toAll("a").payload("before"));
        gets("b", toAll("a").payload("before"));
        thatIsAll();
        ctl("set", "port", "a", "locked=true", "--", "fdb", "add", "br", STATION, "a").ok();
        sends("a", toAll("a").payload("learned"));
        gets("b", toAll("a").payload("learned"));
        sends("a", Frames.frame(BROADCAST, STATION).payload("fixed"));
        gets("b", Frames.frame(BROADCAST, STATION).payload("fixed"));
        sends("a", toAll("x").payload("stranger"));
        sends("a", toAll("x").vlan(9).payload("stranger"));
        thatIsAll();
        assertEquals(2, dropped("a", "locked"));
        assertFalse(fdb().contains(mac("x")));
    }

    @Test
    void aPortWithoutLearningLearnsNothingAndForwards() {
        guests("a learning=false", "b", "c");
        sends("a", toAll("a").payload("unheard"));
        gets("b", toAll("a").payload("unheard"));
        gets("c", toAll("a").payload("unheard"));
        sends("b", to(mac("a"), "b").payload("flooded"));
        gets("a", to(mac("a"), "b").payload("flooded"));
        gets("c", to(mac("a"), "b").payload("flooded"));
        thatIsAll();
        assertEquals(List.of("b 0 " + mac("b")), rows());
    }

    @Test
    void stationsThatMoveAreToldInTheLogAFewTimesAMinute() {
        guests("a tag=10", "b tag=10", "c tag=10");
        final String told = "station " + mac("m") + " of VLAN 10 on bridge br moved from port a to port b";
        for (int i = 0; i < 50; i++) {
            sends(i % 2 == 0 ? "a" : "b", toAll("m").payload("move " + i));
            final String text = "move " + i + "\0";
            Await.until("it arrives", SOON, () -> !guest("c").received(text).isEmpty());
        }
        Await.until("it is told", SOON, () -> daemon.log().contains(told));
        assertEquals(49, statistics().get("moved").asInt());
        assertEquals(5, daemon.log().lines().filter(line -> line.contains("station " + mac("m") + " of VLAN 10")).count());
    }
}
