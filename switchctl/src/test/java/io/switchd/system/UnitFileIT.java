package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Commands;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresSystemd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the unit file says of itself, and what is said of it. */
@RequiresSystemd
@Once
class UnitFileIT {

    private static final Path DECISION = Path.of(Daemon.program("switchd")).resolve("../../docs/decisions/0009-the-unit-and-its-sandbox.md").normalize();

    /** exec_needs_mount_namespace() of systemd. */
    private static final Set<String> GIVING_MOUNTS_OF_ITS_OWN = Set.of("BindPaths", "BindReadOnlyPaths", "DynamicUser", "ExecPaths", "ExtensionDirectories",
        "ExtensionImages", "InaccessiblePaths", "IPCNamespacePath", "LogNamespace", "MountFlags", "MountImages", "NetworkNamespacePath", "NoExecPaths",
        "PrivateBPF", "PrivateDevices", "PrivateIPC", "PrivateMounts", "PrivateNetwork", "PrivatePIDs", "PrivateTmp", "ProcSubset", "ProtectControlGroups",
        "ProtectHome", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc", "ProtectSystem", "ReadOnlyPaths",
        "ReadWritePaths", "RootDirectory", "RootImage", "TemporaryFileSystem");

    private static double exposure(final String text) {
        final Matcher matcher = Pattern.compile("exposure level for switchd.service: (\\d+\\.\\d)").matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void isNotMoreExposedThanTheDocumentationStates() throws IOException {
        final double stated = exposure(Files.readString(DECISION));
        final double found = exposure(Commands.run("systemd-analyze", "--no-pager", "security", "--offline=true", UnitFile.PATH.toString()).ok().stdout());
        System.out.println("exposure of the unit: " + found + ", stated: " + stated);
        assertTrue(found <= stated, found + " is more than " + stated);
    }

    @Test
    void hasNothingThatWouldGiveTheDaemonMountsOfItsOwn() throws IOException {
        final Set<String> keys = new TreeSet<>(new UnitFile().keys());
        keys.retainAll(GIVING_MOUNTS_OF_ITS_OWN);
        assertEquals(Set.of(), keys);
    }

    @Test
    void everyCapabilityHasItsReason() throws IOException {
        final UnitFile unit = new UnitFile();
        assertEquals(unit.words("CapabilityBoundingSet"), unit.words("AmbientCapabilities"));
        final List<String> lines = Files.readAllLines(UnitFile.PATH);
        for (final String capability : unit.words("CapabilityBoundingSet")) {
            assertTrue(lines.stream().anyMatch(line -> line.matches("# " + capability + " +[a-z].*\\.")), capability);
            assertTrue(Files.readString(DECISION).contains("`" + capability + "`"), capability);
        }
    }
}
