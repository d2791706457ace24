package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Once;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log says who changed the switch and how, and who was not allowed to or could not. */
@Once
class AuditIT extends SystemTest {

    private int begin;

    @BeforeEach
    void readFromHere() {
        begin = daemon.log().length();
    }

    /** The lines since the test began, without their times. */
    private List<String> lines() {
        return daemon.log().substring(begin).lines().filter(line -> line.contains(" INFO audit ")).map(line -> line.substring(line.indexOf("audit "))).toList();
    }

    private long generation() {
        return asked("status", "{}").get("generation").asLong();
    }

    @Test
    void whoChangedWhatToWhichGeneration() {
        final long before = generation();
        ctl("add-br", "br", "local=false", "--", "--may-exist", "add-port", "br", "p1", "tag=10").ok();
        ctl("set", "port", "p1", "tag=20").ok();
        ctl("fdb", "flush", "br").ok();
        assertEquals(List.of(
            "audit uid=0 result=ok generation=" + (before + 1) + " change=\"add-br br local=false -- --may-exist add-port br p1 tag=10\"",
            "audit uid=0 result=ok generation=" + (before + 2) + " change=\"set port p1 tag=20\"",
            "audit uid=0 result=ok generation=" + (before + 2) + " change=\"fdb flush br\""), lines());
    }

    @Test
    void whoOnlyAsksOrTriesIsNotToldOf() {
        ctl("show").ok();
        ctl("fdb", "show").ok();
        ctl("status").ok();
        ctl("--dry-run", "add-br", "br").ok();
        assertEquals(1, ctl("port-to-br", "nothing").exitCode());
        assertEquals(List.of(), lines());
    }

    @Test
    void whatWasRefusedAndWhy() {
        final long before = generation();
        assertEquals(1, ctl("add-br", "br", "mac-aging-time=1").exitCode());
        assertEquals(1, ctl("--", "del-br", "nothing").exitCode());
        final List<String> lines = lines();
        assertEquals(2, lines.size(), daemon::log);
        assertTrue(lines.get(0).startsWith("audit uid=0 result=refused generation=" + before + " change=\"add-br br mac-aging-time=1\" reason=\""), lines::toString);
        assertTrue(lines.get(0).contains("10 to 1000000"), lines::toString);
        assertTrue(lines.get(1).contains("change=\"del-br nothing\" reason=\""), lines::toString);
    }

    @Test
    void whatWasBegunAndFailed() {
        final long before = generation();
        lab.run("ip", "netns", "add", "ns1").ok();
        ctl("add-br", "br", "local=false").ok();
        assertEquals(1, ctl("plug", "br", "ns1", "addr=10.0.0.1/24", "gw=192.0.2.1").exitCode());
        final List<String> lines = lines();
        assertTrue(lines.get(1).startsWith("audit uid=0 result=failed generation=" + (before + 3) + " change=\"plug br ns1 addr=10.0.0.1/24 gw=192.0.2.1\" reason=\""),
            lines::toString);
    }

    @Test
    void whatAProgramSendsMakesOneLineWhateverItIsAndAFloodOfItAFew() throws IOException {
        try (ControlClient client = new ControlClient(daemon.socket())) {
            for (int i = 0; i < 1_000; i++) {
                assertTrue(client.call("del-br", "{'bridge':'a\\n2026-01-01 audit uid=0','bogus':1}").contains("-32602"));
            }
        }
        final List<String> lines = lines();
        assertEquals(5, lines.size(), lines::toString);
        assertEquals("audit uid=0 result=refused generation=" + generation() + " change=\"del-br a\\n2026-01-01 audit uid=0\""
            + " reason=\"\\\"del-br\\\" has no parameter \\\"bogus\\\"\"", lines.get(0));
        assertEquals(List.of(), daemon.log().substring(begin).lines().filter(line -> line.startsWith("2026-01-01")).toList());
        System.out.println("1000 refusals of one uid made " + lines.size() + " lines");
    }
}
