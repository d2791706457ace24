package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.BridgeConfig;
import io.switchd.config.Journal;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.SettingValues;
import io.switchd.config.SwitchConfig;
import io.switchd.protocol.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start at which a bridge has no device of the host's, as after a reboot. */
class RestorerTest {

    private static final SwitchConfig BRIDGE = SwitchConfig.EMPTY.addBridge(new BridgeConfig("br", SettingValues.of(Settings.BRIDGE, Map.of())));

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
}
