package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.BridgeConfig;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.config.SwitchConfig;
import io.switchd.config.VethConfig;
import io.switchd.protocol.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of each thing that a journal names, by whose it is and whether it is wanted. */
class RecoveryTest {

    private static final SwitchConfig BRIDGE = SwitchConfig.EMPTY.addBridge(new BridgeConfig("br", SettingValues.of(Settings.BRIDGE, Map.of())));
    private static final SwitchConfig PLUGGED = BRIDGE.addPort("br", new PortConfig("p1", SettingValues.of(Settings.PORT, Map.of()),
        Optional.of(new PlugConfig("ns1", "eth0", List.of(), Optional.empty(), Optional.empty(), List.of()))));
    private static final SwitchConfig PAIRED = SwitchConfig.EMPTY.withVeth(new VethConfig("v1", "v2", Optional.empty(), Optional.empty()));

    private final MemoryHost host = new MemoryHost();
    private final Recovery recovery = new Recovery(host);

    private static JournalEntry device(final Change change, final String name) {
        return JournalEntry.device(change, name);
    }

    private static JournalEntry namespace(final Change change) {
        return JournalEntry.namespace(change, "ns1");
    }

    private void crash(final SwitchConfig config, final JournalEntry... entries) {
        assertEquals(List.of(), recovery.afterCrash(List.of(entries), config));
    }

    private void fail(final SwitchConfig config, final JournalEntry... entries) {
        assertEquals(List.of(), recovery.afterFailure(List.of(entries), config));
    }

    private boolean isThere(final String device) {
        return host.devices.containsKey(device);
    }

    @Test
    void afterACrashHalfAPairGoesThoughItIsConfiguredForItIsMadeAnew() {
        host.putUnfinished("p1");
        crash(PLUGGED, device(Change.MAKE, "p1"));
        assertFalse(isThere("p1"));
    }

    @Test
    void afterACrashWhatIsConfiguredStaysAndWhatIsNotGoes() {
        host.put("p1", "veth", OwnDevices.plugAlias("p1"));
        host.put("v1", "veth", OwnDevices.vethAlias("v1"));
        host.put("br", "veth", OwnDevices.localAlias("br"));
        final JournalEntry[] entries = {device(Change.MAKE, "p1"), device(Change.REMOVE, "v1"), device(Change.MAKE, "br")};
        crash(PLUGGED, entries);
        assertEquals(List.of(true, false, true), List.of(isThere("p1"), isThere("v1"), isThere("br")));
        crash(PAIRED, entries);
        assertEquals(List.of(), host.devices());
    }

    @Test
    void afterACrashTheHostsDeviceOnABridgeIsSetUpIfItWasJustMade() {
        host.putDown("br", "veth", OwnDevices.localAlias("br"));
        crash(BRIDGE, device(Change.REMOVE, "br"));
        assertEquals(List.of(), host.done);
        crash(BRIDGE, device(Change.MAKE, "br"));
        assertEquals(List.of("up br"), host.done);
    }

    @Test
    void aPairOfAddVethIsNotWantedForAPlugOfItsNameNorAPlugForAPair() {
        host.put("p1", "veth", OwnDevices.plugAlias("p1"));
        crash(BRIDGE.addPort("br", new PortConfig("p1", SettingValues.of(Settings.PORT, Map.of()), Optional.empty())), device(Change.MAKE, "p1"));
        assertFalse(isThere("p1"), "the port is configured, but not as a plug");
    }

    @Test
    void whatCarriesNoMarkIsNeverTakenAwayWhateverTheJournalSays() {
        host.put("p1", "veth", "");
        host.put("v1", "veth", "switchd");
        host.put("d1", "dummy", OwnDevices.vethAlias("d1"));
        for (final Change change : Change.values()) {
            final JournalEntry[] entries = {device(change, "p1"), device(change, "v1"), device(change, "d1")};
            crash(SwitchConfig.EMPTY, entries);
            fail(SwitchConfig.EMPTY, entries);
        }
        assertEquals(3, host.devices.size());
        assertEquals(List.of(), host.done);
    }

    @Test
    void whatTheJournalDoesNotNameIsNotTouchedForAnotherDaemonMayHaveMadeIt() {
        host.put("p2", "veth", OwnDevices.plugAlias("p2"));
        host.putUnfinished("p3");
        host.namespaces.add("ns2");
        host.stale.add("ns2");
        crash(SwitchConfig.EMPTY, device(Change.MAKE, "p1"), namespace(Change.MAKE).ofPlug());
        assertEquals(List.of(), host.done);
    }

    @Test
    void aPairThatWasToBeAnotherOneIsMadeAnew() {
        host.put("p1", "veth", OwnDevices.plugAlias("p1"));
        crash(PLUGGED, device(Change.REPLACE, "p1"));
        assertFalse(isThere("p1"));
    }

    @Test
    void aNameWithoutANamespaceGoes() {
        host.namespaces.add("ns1");
        host.stale.add("ns1");
        crash(PLUGGED.withNamespace("ns1"), namespace(Change.MAKE).ofPlug());
        assertEquals(List.of("delete-netns ns1"), host.done);
    }

    @Test
    void aNamespaceOfNetnsAddStaysAsDoesOneThatIsConfigured() {
        host.namespaces.add("ns1");
        for (final Change change : Change.values()) {
            crash(SwitchConfig.EMPTY, namespace(change));
            crash(PLUGGED.withNamespace("ns1"), namespace(change).ofPlug());
        }
        assertEquals(List.of(), host.done);
    }

    @Test
    void aNamespaceOfPlugGoesWhenNothingIsInItNorPluggedIntoIt() {
        host.putNamespace("ns1");
        crash(PLUGGED, namespace(Change.MAKE).ofPlug());
        host.putInside("ns1", "eth0");
        crash(SwitchConfig.EMPTY, namespace(Change.REMOVE).ofPlug());
        assertEquals(List.of(), host.done);
        host.inside.get("ns1").removeIf(Device::movable);
        crash(SwitchConfig.EMPTY, namespace(Change.REMOVE).ofPlug());
        assertEquals(List.of("delete-netns ns1"), host.done);
    }

    @Test
    void aNamespaceThatSomebodyElseMadeUnderTheNameStays() {
        host.namespaces.add("ns1");
        crash(SwitchConfig.EMPTY, namespace(Change.MAKE).ofPlug());
        assertEquals(List.of(), host.done);
    }

    @Test
    void aNamespaceThatWasNotMadeIsMadeIfWhatIsConfiguredBelongsIntoIt() {
        crash(BRIDGE, namespace(Change.MAKE));
        crash(PLUGGED, namespace(Change.REMOVE), JournalEntry.nameOfProcess("ns1"), namespace(Change.MAKE).ofPlug());
        assertEquals(List.of(), host.done);
        crash(PLUGGED, namespace(Change.MAKE));
        crash(SwitchConfig.EMPTY.withVeth(new VethConfig("v1", "v2", Optional.of("ns1"), Optional.empty())), namespace(Change.MAKE));
        assertEquals(List.of("add-netns ns1"), host.done, "once, for then it is there");
    }

    @Test
    void whatCannotBePutInOrderIsHandedBackAndDoesNotKeepTheRestFromIt() {
        for (final String name : List.of("p1", "p2", "p3")) {
            host.put(name, "veth", OwnDevices.plugAlias(name));
        }
        host.fail("delete p2");
        final List<JournalEntry> entries = Arrays.asList(device(Change.MAKE, "p1"), device(Change.MAKE, "p2"), device(Change.MAKE, "p3"));
        assertEquals(List.of(entries.get(1)), recovery.afterCrash(entries, SwitchConfig.EMPTY));
        assertEquals(List.of("p2"), List.copyOf(host.devices.keySet()));
        assertEquals(List.of(entries.get(1)), recovery.afterFailure(entries, SwitchConfig.EMPTY));
    }

    @Test
    void afterAFailureWhatWasToBeRemovedStaysAndWhatWasNotMadeWholeGoes() {
        host.put("p1", "veth", OwnDevices.plugAlias("p1"));
        host.putUnfinished("v1");
        fail(SwitchConfig.EMPTY, device(Change.REMOVE, "p1"), device(Change.MAKE, "v1"));
        assertEquals(List.of("p1"), List.copyOf(host.devices.keySet()));
    }

    @Test
    void afterAFailureANamespaceStaysUnlessThereIsOnlyItsName() {
        host.namespaces.add("ns1");
        fail(SwitchConfig.EMPTY, namespace(Change.REMOVE).ofPlug());
        assertTrue(host.done.isEmpty());
        host.stale.add("ns1");
        fail(SwitchConfig.EMPTY, namespace(Change.REMOVE));
        assertEquals(List.of(), host.done, "it was to be removed and was not");
        assertEquals(List.of(namespace(Change.REMOVE)), recovery.halfRemoved(List.of(namespace(Change.REMOVE), device(Change.REMOVE, "p1"))));
        fail(SwitchConfig.EMPTY, namespace(Change.MAKE).ofPlug());
        assertEquals(List.of("delete-netns ns1"), host.done);
    }
}
