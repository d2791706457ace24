package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.BridgeConfig;
import io.switchd.config.Journal;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.config.SwitchConfig;
import io.switchd.protocol.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are configured and not there, as after a reboot, and those that go while the daemon runs. */
class RestorerTest {

    private static final SwitchConfig BRIDGE = SwitchConfig.EMPTY.addBridge(new BridgeConfig("br", SettingValues.of(Settings.BRIDGE, Map.of())));

    private static final PlugConfig PLUG = new PlugConfig("ns", "eth0", List.of(), Optional.empty(), Optional.empty(), List.of());
    private static final SwitchConfig PLUGGED = SwitchConfig.EMPTY
        .addBridge(new BridgeConfig("br", SettingValues.of(Settings.BRIDGE, Map.of("local", "false"))))
        .addPort("br", new PortConfig("p", SettingValues.of(Settings.PORT, Map.of()), Optional.of(PLUG)));

    @TempDir
    private Path directory;
    private final MemoryHost host = new MemoryHost();
    private Restorer restorer;

    @BeforeEach
    void start() {
        restorer = new Restorer(host, Journal.in(directory, "1"), new ManagerCounters());
    }

    @Test
    void theJournalNamesTheHostsDeviceUntilItIsSetUp() {
        final AtomicReference<List<JournalEntry>> journal = new AtomicReference<>(List.of());
        host.before("up br", () -> journal.set(Journal.in(directory, "1").load()));
        restorer.restore(BRIDGE);
        assertTrue(journal.get().contains(JournalEntry.device(Change.MAKE, "br")));
        assertEquals(List.of(), Journal.in(directory, "1").load());
    }

    @Test
    void aHostsDeviceThatCannotBeSetUpStaysAndIsSetUpLaterOrAtTheNextStart() {
        host.fail("up br");
        restorer.restore(BRIDGE);
        restorer.retry(BRIDGE);
        assertEquals(List.of("add-veth br"), host.done);
        assertTrue(restorer.isWaiting());
        assertTrue(Journal.in(directory, "1").load().contains(JournalEntry.device(Change.MAKE, "br")));
        host.before("up br", () -> { });
        restorer.retry(BRIDGE);
        assertFalse(restorer.isWaiting());
        assertEquals(List.of("add-veth br", "up br"), host.done);
        restorer.watch("br");
        restorer.retry(BRIDGE);
        assertEquals(2, host.done.size(), "somebody may have set it down");
    }

    @Test
    void aPairThatWentWithItsNamespaceIsMadeWhenThereIsOneOfThatNameAgain() throws IOException {
        host.putNamespace("ns");
        restorer.restore(PLUGGED);
        host.delete("p");
        host.deleteNamespace("ns");
        restorer.retry(PLUGGED);
        assertFalse(host.devices.containsKey("p"));
        host.putNamespace("other");
        host.putNamespace("ns");
        restorer.namespacesAdded(Set.of("other", "ns"), PLUGGED);
        restorer.retry(PLUGGED);
        assertTrue(host.devices.containsKey("p"));
        assertFalse(restorer.isWaiting());
    }

    @Test
    void aNewNamespaceMayBeThereBeforeThePairThatWasInTheOldOneIsGone() throws IOException {
        host.putNamespace("ns");
        restorer.restore(PLUGGED);
        host.inside.clear();
        restorer.namespacesAdded(Set.of("ns"), PLUGGED);
        restorer.retry(PLUGGED);
        assertTrue(restorer.isWaiting());
        host.delete("p");
        restorer.retry(PLUGGED);
        assertTrue(host.devices.containsKey("p"));
        assertFalse(restorer.isWaiting());
    }

    @Test
    void aPairThatIsWholeIsLeftAloneAndOneThatSomebodyDeletedStaysAway() throws IOException {
        host.putNamespace("ns");
        restorer.restore(PLUGGED);
        final List<String> done = List.copyOf(host.done);
        restorer.namespacesAdded(Set.of("ns"), PLUGGED);
        restorer.retry(PLUGGED);
        assertEquals(done, host.done);
        host.delete("p");
        restorer.retry(PLUGGED);
        assertFalse(host.devices.containsKey("p"));
    }
}
