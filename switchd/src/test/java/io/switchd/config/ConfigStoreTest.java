package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.protocol.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStoreTest {

    @TempDir
    private Path directory;

    private static SwitchConfig config() {
        final PlugConfig plug = new PlugConfig("ns1", "eth0", List.of("10.0.0.1/24", "fd00::1/64"), Optional.of("02:00:00:00:00:01"), Optional.of(9_000),
            List.of("10.0.0.254", "fd00::fe"));
        return SwitchConfig.EMPTY
            .addBridge(new BridgeConfig("br-test", SettingValues.of(Settings.BRIDGE, Map.of("mac-aging-time", "60", "local", false))))
            .addPort("br-test", new PortConfig("p1", SettingValues.of(Settings.PORT, Map.of("mtu", 1_400)), Optional.empty()))
            .addPort("br-test", new PortConfig("p2", SettingValues.of(Settings.PORT, Map.of()), Optional.of(plug)))
            .withVeth(new VethConfig("v1", "v2", Optional.of("ns2"), Optional.empty()))
            .withNamespace("ns1");
    }

    /** A configuration with everything that one can have. */
    static SwitchConfig full() {
        return config().withPortSettings("p1", SettingValues.of(Settings.PORT, Map.of("tag", 5)))
            .withBridge(config().bridge("br-test").with(SettingValues.of(Settings.BRIDGE, Map.of())).with(new StationConfig(0, 0x02_00_00_00_00_09L, "p1", true)))
            .withPortSettings("br-test", SettingValues.of(Settings.PORT, Map.of("tag", 5)))
            .withVeth(new VethConfig("v1", "v2", Optional.of("ns2"), Optional.of("02:00:00:00:00:01")));
    }

    private ConfigStore load() throws IOException {
        final ConfigStore store = ConfigStore.in(directory);
        store.load();
        return store;
    }

    @Test
    void whatIsSavedIsLoadedAgain() throws IOException {
        load().save(config(), 0);
        final ConfigStore store = load();
        assertEquals(config(), store.config());
        assertEquals(1, store.generation());
        store.save(SwitchConfig.EMPTY, 0);
        assertEquals(2, load().generation());
        assertEquals(SwitchConfig.EMPTY, load().config());
    }

    @Test
    void theFileBeforeIsKeptAndNoOther() throws IOException {
        final ConfigStore store = load();
        store.save(config(), 0);
        final String first = Files.readString(directory.resolve(ConfigStore.FILE));
        store.save(SwitchConfig.EMPTY, 0);
        assertEquals(first, Files.readString(directory.resolve(ConfigStore.LAST_GOOD)));
        try (var files = Files.list(directory)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void everyChangeIsKeptWithItsTimeAndWhoMadeItUpToALimit() throws IOException {
        final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T23:59:59.999Z"));
        final ConfigStore store = ConfigStore.in(directory, now::get);
        store.load();
        assertEquals(List.of(), store.history());
        store.save(config(), 1_000);
        now.set(now.get().plusSeconds(1));
        for (int i = 0; i < ConfigHistory.KEPT; i++) {
            store.save(SwitchConfig.EMPTY.withNamespace("ns" + i), Revision.NOBODY);
            if (i == 0) {
                assertEquals(new Revision(1, Optional.of(Instant.parse("2026-01-31T23:59:59.999Z")), 1_000), store.history().get(0));
                assertEquals(config(), load().earlier(1).orElseThrow());
            }
        }
        final List<Revision> history = load().history();
        assertEquals(ConfigHistory.KEPT, history.size());
        assertEquals(new Revision(2, Optional.of(now.get()), Revision.NOBODY), history.get(0));
        assertEquals(ConfigHistory.KEPT + 1, history.get(history.size() - 1).generation());
        assertEquals(Optional.empty(), store.earlier(1));
        assertEquals(Optional.empty(), store.earlier(store.generation()), "the present one is not an earlier one");
        assertEquals(SwitchConfig.EMPTY.withNamespace("ns0"), store.earlier(2).orElseThrow());
    }

    private void edit(final String from, final String to) throws IOException {
        final Path file = directory.resolve(ConfigStore.FILE);
        Files.writeString(file, Files.readString(file).replace(from, to).replaceAll("\"checksum\".*\n", ""));
    }

    @Test
    void aFileThatWasEditedInPlaceIsAGenerationOfItsOwnAndTheOneBeforeStays() throws IOException {
        load().save(config(), 7);
        load().save(SwitchConfig.EMPTY, 7);
        load().save(config(), 7);
        edit("\"mac-aging-time\" : 60", "\"mac-aging-time\" : 70");
        final ConfigStore store = load();
        assertEquals(4, store.generation());
        store.save(SwitchConfig.EMPTY, 7);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), load().history().stream().map(Revision::generation).toList());
        assertEquals(List.of(7, 7, 7, Revision.NOBODY, 7), load().history().stream().map(Revision::uid).toList());
        assertEquals(config(), store.earlier(3).orElseThrow());
        assertEquals(70, store.earlier(4).orElseThrow().bridge("br-test").macAgingTimeSeconds());
        assertEquals(5, load().generation(), "what was not edited is what it was");
    }

    @Test
    void aFileThatIsMissingWhereOneWasIsNoFirstStart() throws IOException {
        final ConfigStore store = load();
        store.save(config(), 0);
        store.save(SwitchConfig.EMPTY, 0);
        Files.delete(directory.resolve(ConfigStore.FILE));
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().endsWith("config.json: it is not there, but config.json.last-good is beside it; "
            + "copy a good configuration to config.json, or take config.json.last-good and history away to begin with none"));
        Files.delete(directory.resolve(ConfigStore.LAST_GOOD));
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().contains("but history is beside it"));
        assertEquals(config(), store.earlier(1).orElseThrow());
    }

    @Test
    void everyUidThereCanBeIsKept() throws IOException {
        load().save(config(), (int) 4_294_967_294L);
        assertTrue(Files.readString(directory.resolve(ConfigStore.FILE)).contains("\"uid\" : 4294967294"));
        final ConfigStore store = load();
        assertEquals((int) 4_294_967_294L, store.history().get(0).uid());
        store.save(SwitchConfig.EMPTY, 0);
        assertEquals((int) 4_294_967_294L, load().history().get(0).uid());
        edit("\"uid\" : 0", "\"uid\" : 4294967295");
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().contains("its uid 4294967295 is not a whole number from 0 to 4294967294"));
    }

    @Test
    void aGenerationAfterWhichNoneCanComeIsRefused() throws IOException {
        load().save(config(), 0);
        edit("\"generation\" : 1", "\"generation\" : 9223372036854775807");
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage()
            .contains("its generation 9223372036854775807 is not a whole number from 0 to 999999999999999999"));
    }

    @Test
    void whatIsTakenBackOrDamagedIsNotInTheHistory() throws IOException {
        final ConfigStore store = load();
        store.save(config(), 0);
        store.save(SwitchConfig.EMPTY, 0);
        store.takeBack(config(), 0);
        assertEquals(List.of(1L, 3L), store.history().stream().map(Revision::generation).toList());
        assertEquals(config(), load().config());
        Files.writeString(directory.resolve(ConfigStore.HISTORY).resolve("1.json"), "{");
        assertEquals(List.of(3L), store.history().stream().map(Revision::generation).toList());
        assertEquals(Optional.empty(), store.earlier(1));
    }

    @Test
    void everyTruncationIsRefusedAndLeftAsItIs() throws IOException {
        load().save(config(), 0);
        final Path file = directory.resolve(ConfigStore.FILE);
        final byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 1; length++) {
            final byte[] cut = Arrays.copyOf(whole, length);
            Files.write(file, cut);
            assertThrows(ConfigException.class, this::load, "cut to " + length);
            assertArrayEquals(cut, Files.readAllBytes(file));
        }
    }

    @Test
    void everyFlippedBitIsRefusedOrMakesNoDifference() throws IOException {
        load().save(config(), 0);
        final Path file = directory.resolve(ConfigStore.FILE);
        final byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            final byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                assertEquals(config(), load().config(), "bit " + bit);
            } catch (final ConfigException e) {
                assertTrue(e.getMessage().startsWith("cannot use " + file), e.getMessage());
            }
        }
    }

    @Test
    void aFileEditedByHandIsBelievedWithoutAChecksumOnly() throws IOException {
        load().save(config(), 0);
        final Path file = directory.resolve(ConfigStore.FILE);
        final String edited = Files.readString(file).replace("\"mac-aging-time\" : 60", "\"mac-aging-time\" : 70");
        Files.writeString(file, edited);
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().contains("checksum"));
        Files.writeString(file, edited.replaceAll("\"checksum\".*\n", ""));
        assertEquals(70, load().config().bridge("br-test").macAgingTimeSeconds());
    }

    @Test
    void whatItDoesNotKnowIsRefusedByName() throws IOException {
        final Path file = directory.resolve(ConfigStore.FILE);
        Files.writeString(file, "{\"format\":2,\"generation\":1,\"bridges\":[],\"veths\":[],\"namespaces\":[]}");
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().contains("its format is 2, this version reads format 1"));
        Files.writeString(file, "{\"format\":1,\"generation\":1,\"bridges\":[{\"name\":\"a\",\"mac-ageing-time\":60,\"ports\":[]}],\"veths\":[],\"namespaces\":[]}");
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().contains("did you mean mac-aging-time?"));
        Files.writeString(file, "{\"format\":1,\"generation\":1,\"bridges\":[{\"name\":\"a\",\"ports\":[{\"name\":\"a\"}]}],\"veths\":[],\"namespaces\":[]}");
        assertTrue(assertThrows(ConfigException.class, this::load).getMessage().contains("because a bridge named a already exists"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenLeavesTheConfigurationAsItWas() throws IOException {
        final ConfigStore store = load();
        store.save(config(), 0);
        Files.createDirectory(directory.resolve(ConfigStore.FILE + ".next"));
        assertThrows(IOException.class, () -> store.save(SwitchConfig.EMPTY, 0));
        assertEquals(config(), store.config());
        assertEquals(1, store.generation());
        assertEquals(config(), load().config());
    }

    @Test
    void aLockIsTakenOnce() throws IOException {
        final DirectoryLock lock = DirectoryLock.take(directory);
        assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(directory.resolve("lock")).trim());
        lock.close();
        DirectoryLock.take(directory).close();
    }

    @Test
    void changesAreToldInSentences() {
        final SwitchConfig after = config().removePort("p1")
            .withBridge(config().removePort("p1").bridge("br-test").with(SettingValues.of(Settings.BRIDGE, Map.of("forward-bpdu", true))));
        assertEquals(List.of("set forward-bpdu of bridge br-test from false to true", "clear local of bridge br-test", "clear mac-aging-time of bridge br-test",
            "remove port p1 from bridge br-test"), ConfigDiff.between(config(), after));
    }
}
