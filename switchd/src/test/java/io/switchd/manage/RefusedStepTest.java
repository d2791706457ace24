package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.ConfigStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that a transaction asks of the machine, one after the other, is refused: nothing is left, and the next try does it. */
class RefusedStepTest {

    private static final String NETNS = "ns1";

    @TempDir
    private Path directory;

    private static Stream<Command> whatIsMade() {
        return Stream.of(
            new Command.Plug("br", NETNS, Optional.of("p1"), Optional.empty(), List.of(), Optional.empty(), Optional.of(1_400), List.of(), Map.of()),
            new Command.Plug("br", "ns2", Optional.of("p1"), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of(), Map.of("mtu", 1_300)),
            new Command.AddBridge("other", Map.of(), false),
            new Command.AddVeth("v1", "v2", Optional.empty(), Optional.empty(), false),
            new Command.AddVeth("v1", "v2", Optional.of(NETNS), Optional.empty(), false),
            new Command.AddNetns("ns2", false));
    }

    @ParameterizedTest
    @MethodSource("whatIsMade")
    void nothingIsLeftWhicheverStepTheMachineRefuses(final Command command) throws IOException {
        final List<String> operations;
        try (ManagedSwitch whole = start("whole")) {
            final int before = whole.host.done.size();
            whole.run(command);
            operations = whole.host.done.stream().skip(before).distinct().toList();
        }
        assertFalse(operations.isEmpty());
        for (int i = 0; i < operations.size(); i++) {
            try (ManagedSwitch managed = start("refused" + i)) {
                refusesAt(operations.get(i), command, managed, directory.resolve("refused" + i));
            }
        }
    }

    private static void refusesAt(final String operation, final Command command, final ManagedSwitch managed, final Path state) throws IOException {
        final String before = everything(managed, state);
        managed.host.fail(operation);
        final String refusal = managed.refuse(command).getMessage();
        assertTrue(refusal.contains("cannot " + operation), refusal);
        assertEquals(before, everything(managed, state), operation);
        managed.host.before(operation, () -> { });
        managed.run(command);
    }

    private ManagedSwitch start(final String name) throws IOException {
        final ManagedSwitch managed = new ManagedSwitch(ConfigStore.in(Files.createDirectory(directory.resolve(name))));
        managed.run(ManagedSwitch.BRIDGE, new Command.AddNetns(NETNS, false));
        return managed;
    }

    private static String everything(final ManagedSwitch managed, final Path state) throws IOException {
        final ConfigStore stored = ConfigStore.in(state);
        stored.load();
        return managed.host.devices.keySet() + " " + managed.host.namespaces + " " + managed.host.inside.keySet() + " " + managed.store.config() + " "
            + stored.config() + " " + Files.exists(managed.runDirectory.resolve("journal"));
    }
}
