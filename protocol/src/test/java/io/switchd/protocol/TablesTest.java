package io.switchd.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTest {

    private static String refusal(final Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    @Test
    void aCommandIsFoundByItsWords() {
        assertEquals("fdb.show", CommandTable.byWords(List.of("fdb", "show", "br")).method());
        assertEquals("stats.reset", CommandTable.byWords(List.of("stats", "reset")).method());
        assertEquals("stats", CommandTable.byWords(List.of("stats", "br")).method());
        assertNull(CommandTable.byWords(List.of("fdb")));
    }

    @Test
    void aUsageLineIsMadeOfTheTable() {
        assertEquals("[--may-exist] add-port BR PORT [KEY=VALUE]...", CommandTable.byMethod("add-port").usage());
        assertEquals("plug BR NETNS [port=PORT] [dev=DEV] [addr=IP/LEN]... [mac=MAC] [mtu=N] [gw=IP]... [KEY=VALUE]...", CommandTable.byMethod("plug").usage());
    }

    @Test
    void parametersAreCheckedByTheTable() {
        final CommandSpec plug = CommandTable.byMethod("plug");
        plug.check(Map.of("bridge", "a", "netns", "b", "addr", List.of("x"), "mtu", 1, "settings", Map.of()));
        assertEquals("\"plug\" needs \"netns\"", refusal(() -> plug.check(Map.of("bridge", "a"))));
        plug.check(Map.of("bridge", "a", "netns", "b", "addr", "x"));
        assertEquals("\"addr\" of \"plug\" must be a string or an array of strings", refusal(() -> plug.check(Map.of("bridge", "a", "netns", "b", "addr", 1))));
        assertEquals("\"mtu\" of \"plug\" must be a whole number", refusal(() -> plug.check(Map.of("bridge", "a", "netns", "b", "mtu", "x"))));
        assertEquals("\"plug\" has no parameter \"nets\" (did you mean netns?)",
            refusal(() -> plug.check(Map.of("bridge", "a", "netns", "b", "nets", "x"))));
    }

    @Test
    void aSettingTakesItsRangeAsTextOrTyped() {
        final Setting ageing = Settings.BRIDGE.get("mac-aging-time");
        assertEquals(60L, ageing.parse("60"));
        assertEquals(60L, ageing.parse(60));
        assertEquals(10L, ageing.parse("10"));
        assertEquals(1_000_000L, ageing.parse(1_000_000L));
        for (final Object value : new Object[] {"9", 9, "1000001", "-60", "99999999999999999999"}) {
            assertEquals("mac-aging-time=" + value + " is out of range: allowed are 10 to 1000000 seconds", refusal(() -> ageing.parse(value)));
        }
        for (final Object value : new Object[] {"", "x", "6 0", "6.5", 6.5, true, "-"}) {
            assertEquals("mac-aging-time=" + value + " is not a value it can have: allowed are 10 to 1000000 seconds", refusal(() -> ageing.parse(value)));
        }
        assertEquals(true, Settings.BRIDGE.get("local").parse("true"));
        assertEquals("local=yes is not a value it can have: allowed are true or false", refusal(() -> Settings.BRIDGE.get("local").parse("yes")));
        assertEquals("unknown setting \"loca\" of a bridge (did you mean local?); known are local, mac-aging-time, mac-table-size, forward-bpdu",
            refusal(() -> Settings.BRIDGE.get("loca")));
    }

    @Test
    void theNearestWordIsSuggestedWhenItIsNear() {
        assertEquals("add-port", Suggest.nearest("add-prt", CommandTable.names()));
        assertEquals("list-br", Suggest.nearest("list-bridge".substring(0, 8), CommandTable.names()));
        assertNull(Suggest.nearest("frobnicate", CommandTable.names()));
        assertEquals(3, Suggest.distance("kitten", "sitting"));
    }

    @Test
    void aWordThatNobodyTypedIsNotCompared() {
        assertEquals("a".repeat(64), Suggest.nearest("a".repeat(64), List.of("a".repeat(64))));
        assertNull(Suggest.nearest("a".repeat(65), List.of("a".repeat(65))));
    }

    @Test
    void whatIsShownDoesNothingToATerminal() {
        assertEquals("a\\n\\x1b[31m\\x9b", Text.escape("a\n\u001b[31m\u009b"));
        assertEquals(103, Text.escape("x".repeat(1_000)).length());
    }
}
