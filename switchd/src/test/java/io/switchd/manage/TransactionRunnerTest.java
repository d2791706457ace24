package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.ConfigStore;
import io.switchd.config.Journal;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions in which the machine refuses something: what is taken back, and what is said. */
class TransactionRunnerTest {

    private static final Command.AddBridge OTHER_BRIDGE = new Command.AddBridge("other", ManagedSwitch.BRIDGE.settings(), false);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Command.ListBridges LIST = new Command.ListBridges();
    private static final Command PLUG = new Command.Plug("br", "ns2", Optional.of("p1"), Optional.empty(), List.of(), Optional.empty(), Optional.empty(),
        List.of(), Map.of());

    @TempDir
    private Path directory;
    private Path state;
    private ManagedSwitch managed;

    @BeforeEach
    void start() throws Exception {
        state = Files.createDirectory(directory.resolve("state"));
        managed = new ManagedSwitch(ConfigStore.in(state));
        managed.run(ManagedSwitch.BRIDGE);
    }

    @AfterEach
    void end() {
        managed.close();
    }

    private static Command.AddVeth veth(final String device, final String peer) {
        return new Command.AddVeth(device, peer, Optional.empty(), Optional.empty(), false);
    }

    private static Command.DelVeth noVeth(final String device) {
        return new Command.DelVeth(device, false);
    }

    private List<?> bridges() {
        return (List<?>) managed.run(LIST).values().get(0);
    }

    private String onDisk() throws Exception {
        final ConfigStore read = ConfigStore.in(state);
        read.load();
        return read.config().bridges().keySet().toString();
    }

    @Test
    void aFirstRemovalThatIsRefusedUndoesTheWholeTransaction() throws Exception {
        managed.run(veth("v1", "v2"));
        managed.host.fail("delete v1");
        final CommandFailedException failure = managed.refuse(OTHER_BRIDGE, new Command.AddNetns("ns1", false), noVeth("v1"));
        assertEquals("cannot delete v1", failure.getMessage());
        assertEquals(2, failure.command());
        assertEquals(List.of("br"), bridges());
        assertEquals("[br]", onDisk());
        assertEquals(List.of(), managed.host.namespaces());
        assertTrue(managed.store.config().veths().containsKey("v1"));
    }

    @Test
    void aLaterRemovalThatIsRefusedLeavesTheRestDoneAndSaysSo() {
        managed.run(veth("v1", "v2"), veth("v3", "v4"), veth("v5", "v6"));
        managed.host.fail("delete v3");
        final CommandFailedException failure = managed.refuse(OTHER_BRIDGE, noVeth("v1"), noVeth("v3"), noVeth("v5"));
        assertEquals("all was done but this: cannot delete v3", failure.getMessage());
        assertEquals(2, failure.command());
        assertEquals(List.of("br", "other"), bridges());
        assertFalse(managed.host.devices.containsKey("v5"));
    }

    @Test
    void aMoveComesBeforeAnythingIsDeletedBecauseItMayBeRefused() {
        managed.run(veth("v1", "v2"), new Command.AddNetns("ns1", false));
        managed.host.put("eth7", "", "");
        managed.host.fail("move eth7");
        final CommandFailedException failure = managed.refuse(noVeth("v1"), new Command.MoveToNetns("eth7", "ns1"));
        assertEquals("cannot move eth7", failure.getMessage());
        assertEquals(1, failure.command());
        assertTrue(managed.host.devices.containsKey("v1"));
    }

    @Test
    void whenTheConfigurationBeforeCannotBeStoredAgainTheNewOneStaysEverywhereAndTheRefusalSaysSo() throws Exception {
        managed.host.before("add-veth v3", () -> {
            Files.move(state, directory.resolve("away"));
            throw new IOException("no room");
        });
        final CommandFailedException failure = managed.refuse(OTHER_BRIDGE, veth("v1", "v2"), veth("v3", "v4"));
        assertEquals(2, failure.command());
        assertTrue(failure.getMessage().startsWith("no room; it is not undone, because the configuration before it cannot be stored again: "),
            failure.getMessage());
        Files.move(directory.resolve("away"), state);
        assertEquals(List.of("br", "other"), bridges());
        assertEquals("[br, other]", onDisk());
        assertTrue(managed.host.devices.containsKey("v1"), "what was made for the configuration that stays is kept");
    }

    @Test
    void anErrorThatEndsTheDaemonLeavesTheJournalForTheNext() throws Exception {
        managed.host.before("add-veth v3", () -> {
            throw new OutOfMemoryError("made by this test");
        });
        managed.submit(veth("v1", "v2"), veth("v3", "v4"));
        Await.until("the error is told", SOON, () -> managed.fatal.get() != null);
        final String journal = Files.readString(managed.runDirectory.resolve("journal"));
        assertTrue(List.of("v1", "v2", "v3", "v4").stream().allMatch(name -> journal.contains('"' + name + '"')), journal);
    }

    @Test
    void aDefectInUndoingDoesNotKeepTheRestFromBeingUndone() {
        managed.host.before("delete v3", () -> {
            throw new IllegalStateException("a defect");
        });
        managed.host.fail("add-veth v5");
        managed.refuse(veth("v1", "v2"), veth("v3", "v4"), veth("v5", "v6"));
        assertFalse(managed.host.devices.containsKey("v1"));
        assertTrue(Files.exists(managed.runDirectory.resolve("journal")), "v3 is looked at again at the next start");
    }

    private static Command.Apply plugged(final String netns) {
        final Map<String, Object> plug = Map.of("netns", netns, "device", "eth0", "addresses", List.of());
        return new Command.Apply(List.of(Map.of("name", "br", "local", false, "ports", List.of(Map.of("name", "p", "plug", plug)))), false);
    }

    @Test
    void aPairThatCanNeitherBeMadeAnewNorBroughtBackIsToldAndMadeAgainWhenItCan() {
        managed.run(plugged("ns1"));
        managed.host.fail("configure eth0 in ns2");
        managed.host.fail("configure eth0 in ns1");
        assertEquals("cannot configure eth0 in ns2; nor can the pair be made again that was there: cannot configure eth0 in ns1", managed.refuse(plugged("ns2")).getMessage());
        managed.host.devices.remove("p");
        managed.host.before("configure eth0 in ns1", () -> { });
        managed.manager.devicesChanged();
        managed.run(LIST);
        assertTrue(managed.host.devices.containsKey("p"));
        assertEquals("ns1", managed.store.config().port("p").port().plug().orElseThrow().netns());
    }

    @Test
    void aPortThatCannotBeOpenedThoughItsDeviceWasMadeUndoesTheTransactionAndOneThatOnlyWaitsDoesNot() throws Exception {
        managed.host.fail("open p1");
        final CommandFailedException failure = managed.refuse(LIST, PLUG);
        assertEquals("could not open network device p1 (cannot open p1)", failure.getMessage());
        assertEquals(1, failure.command());
        assertEquals(List.of(), List.copyOf(managed.host.devices()));
        assertEquals(List.of(), managed.host.namespaces());
        assertEquals(List.of(), managed.run(new Command.ListPorts("br")).values().get(0));
        assertEquals("[br]", onDisk());
        managed.run(new Command.AddPort("br", "p1", Map.of(), false));
        assertEquals(List.of("p1"), managed.run(new Command.ListPorts("br")).values().get(0));
    }

    @Test
    void theJournalTellsTheNextStartOfANamespaceThatPlugMadeAndCouldNotBeTakenAway() throws Exception {
        managed.host.fail("delete-netns ns2");
        managed.run(PLUG);
        assertEquals("all was done but this: cannot delete-netns ns2", managed.refuse(new Command.Unplug(Optional.empty(), "p1", false)).getMessage());
        assertEquals(List.of(JournalEntry.namespace(Change.REMOVE, "ns2").ofPlug()), Journal.in(managed.runDirectory, "test").load());
    }

    @Test
    void theJournalTellsTheNextStartOfANamespaceOfAPlugThatCouldNotBeUndone() throws Exception {
        managed.host.fail("delete-netns ns2");
        managed.host.fail("add-veth p1");
        assertEquals("cannot add-veth p1", managed.refuse(PLUG).getMessage());
        assertEquals(List.of(JournalEntry.namespace(Change.MAKE, "ns2").ofPlug()), Journal.in(managed.runDirectory, "test").load());
    }

    private void assertJournalled(final String operation, final String name, final Command... commands) {
        final Path journal = managed.runDirectory.resolve("journal");
        final List<String> told = new ArrayList<>();
        managed.host.before(operation, () -> told.add(Files.readString(journal)));
        managed.run(commands);
        assertEquals(1, told.size(), operation);
        assertTrue(told.get(0).contains("\"" + name + "\""), () -> operation + ": " + told);
        assertFalse(Files.exists(journal), operation);
    }

    @Test
    void whatIsMadeOrTakenAwayIsInTheJournalBefore() {
        final Command unplug = new Command.Unplug(Optional.empty(), "p1", false);
        final Command local = new Command.AddBridge("local", Map.of(), false);
        assertJournalled("add-netns ns1", "ns1", new Command.AddNetns("ns1", false));
        assertJournalled("delete-netns ns1", "ns1", new Command.DelNetns("ns1", false));
        assertJournalled("attach-netns ns1 1", "ns1", new Command.AttachNetns("ns1", 1, false));
        assertJournalled("add-veth v1", "v2", veth("v1", "v2"));
        assertJournalled("delete v1", "v1", noVeth("v1"));
        assertJournalled("add-netns ns2", "ns2", PLUG);
        assertJournalled("delete p1", "p1", unplug);
        assertJournalled("add-veth p1", "p1", PLUG);
        assertJournalled("delete-netns ns2", "ns2", unplug);
        assertJournalled("add-veth local", "local", local);
    }
}
