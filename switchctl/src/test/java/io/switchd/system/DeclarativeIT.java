package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Once;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration as a document: apply, export, history, rollback. */
@Once
class DeclarativeIT extends SystemTest {

    private static final String NOTHING = "{\"bridges\":[],\"veths\":[]}";

    @TempDir
    private Path files;

    private String file(final String text) throws IOException {
        return Files.writeString(Files.createTempFile(files, "wanted", ".json"), text).toString();
    }

    private String export() {
        return ctl("export").ok().stdout();
    }

    private void configureSome() {
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "yours").ok();
        ctl("add-br", "a", "mac-aging-time=60", "--", "set", "port", "a", "tag=7", "--", "add-port", "a", "mine", "trunks=1,2",
            "--", "plug", "a", "ns1", "dev=tap1", "port=p1", "addr=10.0.0.1/24", "mtu=1400", "--", "fdb", "add", "a", "02:00:00:00:00:09", "mine", "sticky",
            "--", "add-br", "b", "local=false", "--", "add-veth", "v1", "v2").ok();
    }

    @Test
    void aPluggedPortThatLeftItsBridgeComesBackWithItsPair() {
        configureSome();
        final String before = export().replaceFirst("\"namespaces\": \\[\\s+\"ns1\"\\s+]", "\"namespaces\": []");
        final String index = index("p1");
        ctl("del-port", "p1").ok();
        assertTrue(ctl("rollback").ok().stdout().contains("add port p1 to bridge a\n"));
        assertEquals(before, export());
        ctl("rollback").ok();
        assertEquals("", ctl("list-ports", "a").ok().stdout().replace("mine\n", ""));
        ctl("rollback").ok();
        assertEquals(index, index("p1"));
        assertTrue(lab.in("ns1", "ip", "addr").ok().stdout().contains("10.0.0.1/24"));
    }

    private String index(final String device) {
        return lab.run("ip", "-o", "link", "show", device).ok().stdout().split(":")[0];
    }

    @Test
    void whatIsPrunedAndNotThereIsToldToo() throws IOException {
        ctl("add-veth", "v1", "v2").ok();
        lab.run("ip", "link", "del", "v1").ok();
        final String nothing = file(NOTHING);
        assertEquals("forget veth pair v1, which is gone\n", ctl("apply", "--prune", "--dry-run", nothing).ok().stdout());
        assertEquals("forget veth pair v1, which is gone\n", ctl("apply", "--prune", nothing).ok().stdout());
        assertEquals("", ctl("apply", "--prune", nothing).ok().stdout());
    }

    @Test
    void theGenerationThatIsInForceIsNoChange() {
        ctl("add-br", "a", "local=false").ok();
        final String history = ctl("history").ok().stdout();
        assertEquals("", ctl("rollback", Long.toString(generation())).ok().stdout());
        assertEquals(history, ctl("history").ok().stdout());
    }

    @Test
    void whatIsExportedOrShownIsAlreadySoAndChangesNothing() throws IOException {
        configureSome();
        final String exported = export();
        final String before = state() + ctl("history").ok().stdout();
        final String stored = Files.readString(daemon.stateDirectory().resolve("config.json"));
        for (final String document : List.of(exported, ctl("-j", "show").ok().stdout(), ctl("-j", "export").ok().stdout(), stored)) {
            assertEquals("", ctl("apply", file(document)).ok().stdout());
            assertEquals("", ctl("apply", "--prune", file(document)).ok().stdout());
        }
        assertEquals(exported, export());
        assertEquals(before, state() + ctl("history").ok().stdout());
    }

    @Test
    void allThatAFileNamesIsMadeAndAllThatItDoesNotNameIsPruned() throws IOException {
        configureSome();
        final String exported = export();
        final String document = file(exported);
        final String nothing = ctl("apply", "--prune", file(NOTHING)).ok().stdout();
        assertTrue(nothing.contains("remove bridge a\n") && nothing.contains("remove veth pair v1\n") && nothing.contains("remove namespace ns1\n"), nothing);
        assertEquals("", ctl("list-br").ok().stdout() + ctl("netns", "list").ok().stdout());
        assertEquals(List.of("lo", "yours", "mine"), devices());

        final String plan = ctl("apply", "--dry-run", document).ok().stdout();
        assertEquals("", ctl("list-br").ok().stdout());
        assertEquals(plan, ctl("apply", document).ok().stdout());
        assertEquals(exported, export());
        has(lab.in("ns1", "ip", "addr", "show", "dev", "tap1").ok().stdout(), "inet 10.0.0.1/24", "mtu 1400");
        assertEquals("", ctl("apply", document).ok().stdout());
    }

    @Test
    void withoutPruneOnlyWhatAFileNamesChanges() throws IOException {
        configureSome();
        assertEquals("clear mac-aging-time of bridge a\nclear tag of port a\nset trunks of port mine from 1,2 to 5\nadd port late to bridge a\n",
            ctl("apply", file("[{\"name\":\"a\",\"ports\":[{\"name\":\"mine\",\"trunks\":\"5\"},{\"name\":\"late\"}]}]")).ok().stdout());
        assertEquals("late\nmine\np1\n", ctl("list-ports", "a").ok().stdout());
        assertEquals("a\nb\n", ctl("list-br").ok().stdout());
        ctl("unplug", "p1").ok();
        assertEquals("", ctl("netns", "list").ok().stdout(), "the plug was not forgotten when a file named its port without it");
    }

    @Test
    void aPortMovesToTheBridgeThatAFileNames() throws IOException {
        configureSome();
        plug("b", "ns2", "10.0.0.2/24");
        ctl("apply", file("{\"bridges\":[{\"name\":\"b\",\"local\":false,\"ports\":[{\"name\":\"p1\"}]}]}")).ok();
        assertEquals("b\n", ctl("port-to-br", "p1").ok().stdout());
        ping("ns1", "10.0.0.2");
    }

    @Test
    void aPlugThatDiffersIsMadeAnewAndOneThatCannotBeIsLeft() throws IOException {
        configureSome();
        lab.run("ip", "netns", "add", "ns9").ok();
        final String there = export();
        final long generation = generation();
        assertEquals("make veth pair p1 and tap1 in namespace ns1 anew, with addr=10.0.0.3/24 mtu=1400\n",
            ctl("apply", file(there.replace("10.0.0.1/24", "10.0.0.3/24"))).ok().stdout());
        has(lab.in("ns1", "ip", "-o", "addr").ok().stdout(), "inet 10.0.0.3/24");
        ctl("apply", file(export().replace("\"netns\": \"ns1\"", "\"netns\": \"ns9\""))).ok();
        has(lab.in("ns9", "ip", "-o", "addr").ok().stdout(), "inet 10.0.0.3/24");
        assertEquals("ns9\n", ctl("netns", "list").ok().stdout());

        lab.in("ns9", "ip", "link", "add", "eth5", "type", "veth", "peer", "name", "eth6").ok();
        final String before = state();
        ctl("apply", file(export().replace("\"device\": \"tap1\"", "\"device\": \"eth5\""))).exits(1).says("namespace ns9 already has a device of that name");
        assertEquals(before, state());
        ctl("rollback").ok();
        ctl("rollback", Long.toString(generation)).ok();
        assertEquals(there, export());
    }

    @Test
    void aFileThatCannotBeIsRefusedWithThePlace() throws IOException {
        configureSome();
        final String before = state() + export();
        ctl("apply", file("[{\"name\":\"c\",\"ports\":[{\"name\":\"x\",\"tga\":1}]}]")).exits(1).says("bridge c: port x: unknown setting \"tga\" of a port");
        ctl("apply", file("[{\"name\":\"c\",\"ports\":[{\"name\":\"x\",\"tag\":5000}]}]")).exits(1).says("bridge c: port x: tag=5000 is out of range");
        ctl("apply", file("{\"bridgs\":[]}")).exits(1).says("unknown member \"bridgs\"", "did you mean bridges?");
        ctl("apply", file("[{\"name\":\"c\",\"ports\":[{\"name\":\"b\"}]}]")).exits(1).says("bridge c: port b: there would be a bridge of that name too");
        ctl("apply", file("[{\"name\":\"c\",\"ports\":[{\"name\":\"d\",\"type\":\"internal\"}]}]")).exits(1).says("type internal");
        ctl("apply", file("[{\"name\":\"c\"},{\"name\":\"c\"}]")).exits(1).says("a bridge named c already exists");
        ctl("apply", file("[1]")).exits(1).says("a bridge is not an object");
        ctl("apply", file("{\"veths\":[{\"device\":\"v1\",\"peer\":\"v3\"}]}")).exits(1).says("veth pair v1 is to be otherwise than it is");
        ctl("apply", file("{\"namespaces\":[\"../x\"]}")).exits(1).says("contains '/'");
        ctl("apply", file("[{\"name\":\"lo\"}]")).exits(1).says("a device named lo already exists");
        ctl("apply", file("3")).exits(64).says("is neither a JSON object nor an array");
        ctl("apply", file("{")).exits(64).says("is not JSON");
        ctl("apply", files.resolve("missing").toString()).exits(64).says("/missing: No such file or directory");
        ctl("apply", files.toString()).exits(64).says(": Is a directory");
        ctl("-b", files.resolve("missing").toString()).exits(64).says("cannot read commands from ").says("/missing: No such file or directory");
        ctl("apply").exits(64).says("[--prune] apply FILE");
        ctl("export", "x").exits(64).says("takes at most 0 arguments");
        ctl("history", "--prune").exits(64).says("'history' command has no '--prune' option");
        final Path latin = Files.write(Files.createTempFile(files, "latin", ".json"), "{\"bridges\":[{\"name\":\"b\u00fc\"}]}".getBytes(StandardCharsets.ISO_8859_1));
        ctl("apply", latin.toString()).exits(64).says(latin + " is not UTF-8");
        ctl("rollback", "x").exits(64).says("GENERATION x is not a whole number");
        ctl("rollback", "1000000").exits(1).says("there is no generation 1000000 to go back to, or its file is damaged: known are ");
        ctl("rollback", "-1").exits(1).says("there is no generation -1 to go back to");
        assertEquals(before, state() + export());
    }

    @Test
    void historyTellsWhoAndWhenAndRollbackGoesBack() throws IOException {
        configureSome();
        final String first = export();
        final long generation = generation();
        ctl("set", "port", "mine", "isolated=true").ok();
        ctl("del-br", "a").ok();
        assertTrue(ctl("history").ok().stdout().lines().skip(1).allMatch(line -> line.matches(" *\\d+  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z +0")),
            ctl("history").stdout());
        assertTrue(ctl("-j", "history").ok().stdout().contains("{\"generation\":" + generation + ",\"time\":\"20"), ctl("-j", "history").stdout());
        final String back = ctl("rollback", Long.toString(generation)).ok().stdout();
        assertTrue(back.contains("add bridge a\n"), back);
        assertEquals(first, export());
        assertEquals("", ctl("rollback", Long.toString(generation)).ok().stdout());
        ctl("rollback").ok();
        assertEquals("b\n", ctl("list-br").ok().stdout());
    }

    @Test
    void whatWasUndoneIsNeverGoneBackTo() throws IOException {
        ctl("add-br", "a", "local=false").ok();
        ctl("set", "bridge", "a", "mac-aging-time=60").ok();
        final long generation = generation();
        lab.run("ip", "netns", "add", "ns1").ok();
        ctl("plug", "a", "ns1", "addr=10.0.0.1/24", "gw=10.9.9.9").exits(1);
        assertEquals("clear mac-aging-time of bridge a\n", ctl("rollback").ok().stdout());
        assertTrue(generation() > generation);
    }

    private static void has(final String text, final String... parts) {
        for (final String part : parts) {
            assertTrue(text.contains(part), text);
        }
    }

    private long generation() {
        return Long.parseLong(ctl("history").ok().stdout().lines().reduce((a, b) -> b).orElseThrow().strip().split(" ")[0]);
    }
}
