package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Once;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the printing commands print: tables for people, and one JSON document with stable keys for programs. */
@Once
class OutputIT extends SystemTest {


    private JsonNode json(final String... command) {
        final List<String> words = new ArrayList<>(List.of("-j"));
        words.addAll(List.of(command));
        return JSON.readTree(ctl(words.toArray(String[]::new)).ok().stdout());
    }

    private static List<String> keys(final JsonNode object) {
        return new ArrayList<>(object.propertyNames());
    }

    @Test
    void withNothingThereListsAreEmptyAndTablesHaveTheirHeads() {
        assertEquals("", ctl("list-br").ok().stdout());
        assertEquals("[]\n", ctl("-j", "list-br").ok().stdout());
        assertEquals("", ctl("show").ok().stdout());
        assertEquals("[]\n", ctl("-j", "show").ok().stdout());
        assertEquals("", ctl("netns", "list").ok().stdout());
        assertEquals("[]\n", ctl("-j", "netns", "list").ok().stdout());
        assertEquals(" port  VLAN  MAC                Age\n", ctl("fdb", "show").ok().stdout());
        assertEquals("[]\n", ctl("-j", "fdb", "show").ok().stdout());
        assertEquals("[]\n", ctl("-j", "stats").ok().stdout());
    }

    @Test
    void commandsThatDoNotPrintPrintNothing() {
        for (final String command : new String[] {"add-br a", "add-port a p", "set port p mtu=1400", "clear port p mtu",
            "br-exists a", "fdb flush a", "stats reset", "plug a ns1", "unplug ns1-eth0", "add-veth v1 v2", "del-veth v1", "del-port p",
            "netns add ns2", "netns del ns2"}) {
            assertEquals("", ctl(("-j " + command).split(" ")).ok().stdout(), command);
        }
        assertEquals("", ctl("del-br", "a").ok().stdout());
    }

    @Test
    void aStationIsARowWithItsPortVlanAddressAndAge() {
        ctl("add-br", "a", "local=false", "--", "plug", "a", "ns1", "port=p1", "mac=02:00:00:00:00:01", "addr=10.0.0.1/24", "--",
            "plug", "a", "ns2", "port=p2", "addr=10.0.0.2/24").ok();
        ping("ns1", "10.0.0.2");
        final String table = ctl("fdb", "show", "a").ok().stdout();
        assertTrue(table.matches("(?s) port  VLAN  MAC                Age\n   p1     0  02:00:00:00:00:01  +\\d+\n.*"), table);
        final JsonNode row = json("fdb", "show", "a").get(0);
        assertEquals(List.of("bridge", "vlan", "mac", "port", "age"), keys(row));
        assertEquals("a", row.get("bridge").asString());
        assertEquals("02:00:00:00:00:01", row.get("mac").asString());
        assertEquals("p1", row.get("port").asString());
        assertEquals(0, row.get("vlan").asInt());
        assertTrue(row.get("age").isInt());
    }

    @Test
    void withSeveralBridgesEveryTableSaysWhichIsMeant() {
        for (final String bridge : new String[] {"one", "two"}) {
            ctl("add-br", bridge, "local=false", "--", "plug", bridge, bridge + "-a", "addr=10.0.0.1/24", "--",
                "plug", bridge, bridge + "-b", "addr=10.0.0.2/24").ok();
            ping(bridge + "-a", "10.0.0.2");
        }
        final String table = ctl("fdb", "show").ok().stdout();
        assertTrue(table.matches("(?s) Bridge +port +VLAN  MAC                Age\n one  .*\n two  .*"), table);
        assertEquals(List.of("one", "one", "two", "two"), json("stats").findValuesAsString("bridge"));
        assertEquals(List.of("two", "two"), json("stats", "two").findValuesAsString("bridge"));
        assertEquals(List.of("one", "two"), json("show").valueStream().map(bridge -> bridge.get("name").asString()).toList());
        assertEquals(1, json("show", "two").size());
    }

    @Test
    void countersAreATableAndForProgramsARowOfNumbers() {
        ctl("add-br", "a", "local=false", "--", "plug", "a", "ns1", "port=p1", "addr=10.0.0.1/24").ok();
        lab.in("ns1", "ping", "-c", "1", "-W", "1", "10.0.0.2").exits(1);
        final String table = ctl("stats").ok().stdout();
        assertTrue(table.matches("(?s)bridge +port +rx_packets +rx_bytes +rx_dropped +tx_packets +tx_bytes +tx_dropped\n"
            + "a +p1 .*"), table);
        assertTrue(table.contains("    dropped no-other-port: "), table);
        final JsonNode row = json("stats", "p1").get(0);
        assertEquals(List.of("bridge", "port", "rx_packets", "rx_bytes", "tx_packets", "tx_bytes", "rx_dropped", "tx_dropped",
            "drops"), keys(row));
        assertEquals(row.get("rx_dropped").asLong(), row.get("drops").get("no-other-port").asLong(), row.toString());
        assertEquals(row.get("rx_packets").asLong(), row.get("rx_dropped").asLong(), row.toString());
        ctl("set", "bridge", "a", "forward-bpdu=true", "--", "stats", "reset").ok();
        assertTrue(json("stats", "p1").get(0).get("rx_packets").asLong() < row.get("rx_packets").asLong());
    }

    @Test
    void statusTellsOfTheDaemonItsLoopsItsMemoryAndEveryPort() {
        ctl("add-br", "a", "--", "add-port", "a", "absent").ok();
        final JsonNode status = json("status");
        assertTrue(keys(status).containsAll(List.of("version", "pid", "uptime_seconds", "run_dir", "state_dir", "java", "bridges",
            "ports", "loops", "memory", "port_state")), status.toString());
        assertEquals(daemon.pid(), status.get("pid").asLong());
        assertEquals(2, status.get("ports").asInt());
        assertEquals("[{\"bridge\":\"a\",\"port\":\"a\",\"state\":\"up\"},"
            + "{\"bridge\":\"a\",\"port\":\"absent\",\"state\":\"absent\","
            + "\"error\":\"could not open network device absent (No such device)\"}]", status.get("port_state").toString());
        assertEquals(List.of("name", "ports", "cycles", "bridges"), keys(status.get("loops").get(0)));
        final String text = ctl("status").ok().stdout();
        assertTrue(text.contains("\nuptime_seconds: ") && text.contains("\nmemory: heap_used_bytes="), text);
    }

    @Test
    void aDryRunIsForProgramsAnArrayOfSentences() {
        final JsonNode changes = json("--dry-run", "add-br", "a", "local=false");
        assertEquals("[\"add bridge a\",\"set local of bridge a to false\"]", changes.toString());
    }

    @Test
    void severalAnswersAreOneArrayInTheOrderOfTheCommands() {
        ctl("add-br", "a", "--", "add-port", "a", "p").ok();
        assertEquals("[[\"a\"],[\"p\"]]\n", ctl("-j", "list-br", "--", "list-ports", "a").ok().stdout());
        assertEquals("[\"a\"]\n", ctl("-j", "list-br", "--", "add-br", "b").ok().stdout());
        assertEquals("a\nb\np\n", ctl("list-br", "--", "list-ports", "a").ok().stdout());
    }
}
