package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChangeTextTest {

    private static Map<String, Object> command(final String method, final Map<String, ?> params) {
        return Map.of("method", method, "params", params);
    }

    @Test
    void aChangeIsToldAsItIsTyped() {
        assertEquals("--may-exist add-port br p1 tag=10", ChangeText.of(command("add-port",
            Map.of("bridge", "br", "port", "p1", "settings", Map.of("tag", 10), "may-exist", true))));
        assertEquals("plug br ns1 addr=10.0.0.1/24 addr=fd00::1/64 mtu=1400", ChangeText.of(command("plug",
            Map.of("bridge", "br", "netns", "ns1", "addr", List.of("10.0.0.1/24", "fd00::1/64"), "mtu", 1400))));
        assertEquals("fdb add br 02:00:00:00:00:01 p1 sticky", ChangeText.of(command("fdb.add",
            Map.of("bridge", "br", "mac", "02:00:00:00:00:01", "port", "p1", "sticky", true))));
        assertEquals("clear port p1 tag trunks", ChangeText.of(command("clear", Map.of("kind", "port", "name", "p1", "keys", List.of("tag", "trunks")))));
        assertEquals("--prune apply FILE", ChangeText.of(command("apply", Map.of("configuration", Map.of("bridges", List.of()), "prune", true))));
    }

    @Test
    void ofATransactionOnlyTheChangesAreTold() {
        final List<?> commands = List.of(command("add-br", Map.of("bridge", "a")), command("show", Map.of()), command("del-br", Map.of("bridge", "b")));
        assertEquals("add-br a -- del-br b", ChangeText.of(command("transact", Map.of("commands", commands))));
    }

    @Test
    void whatOnlyAsksOrTriesOrIsNoCommandIsNoChange() {
        assertNull(ChangeText.of(command("show", Map.of())));
        assertNull(ChangeText.of(command("transact", Map.of("commands", List.of(command("show", Map.of()))))));
        assertNull(ChangeText.of(command("transact", Map.of("dry-run", true, "commands", List.of(command("add-br", Map.of("bridge", "a")))))));
        assertNull(ChangeText.of(command("add-brr", Map.of("bridge", "a"))));
        assertNull(ChangeText.of(Map.of()));
    }

    @Test
    void whatIsWrongIsToldAsFarAsItGoes() {
        assertEquals("add-br [1]", ChangeText.of(command("add-br", Map.of("bridge", List.of(1), "settings", "none"))));
        assertEquals("add-br", ChangeText.of(Map.of("method", "add-br", "params", 7)));
        assertNull(ChangeText.of(Map.of("method", "transact", "params", Map.of("commands", List.of(1, "two")))));
    }

    @Test
    void theTextIsBoundedHoweverLongTheRequest() {
        final Map<String, Object> add = command("add-br", Map.of("bridge", "b".repeat(100_000)));
        assertEquals(ChangeText.LIMIT, ChangeText.of(add).length());
        final String many = ChangeText.of(command("transact", Map.of("commands", Collections.nCopies(10_000, command("add-br", Map.of("bridge", "a"))))));
        assertTrue(many.startsWith("add-br a -- add-br a -- ") && many.endsWith(" -- ... (9916 more)"), many);
        assertTrue(many.length() < ChangeText.LIMIT + 50, "" + many.length());
    }

    @Test
    void everyCommandThatIsNotKnownToOnlyAskIsAChange() {
        final Set<String> changes = new TreeSet<>();
        for (final CommandSpec spec : CommandTable.all()) {
            if (!spec.isLocal() && ChangeText.of(command(spec.method(), Map.of())) != null) {
                changes.add(spec.words());
            }
        }
        assertEquals(new TreeSet<>(Set.of("add-br", "del-br", "add-port", "del-port", "set", "clear", "netns add", "netns del", "netns attach", "netns move",
            "add-veth", "del-veth", "plug", "unplug", "fdb add", "fdb del", "fdb flush", "stats reset", "apply", "rollback")), changes);
    }
}
