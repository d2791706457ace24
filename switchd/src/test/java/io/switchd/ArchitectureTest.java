package io.switchd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the layers: what each package may know of the others, as docs/design.md draws them. */
class ArchitectureTest {

    private static final String ROOT = "io.switchd";
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    /** By package: the packages of the project it may use. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
        Map.entry("protocol", Set.of()),
        Map.entry("frame", Set.of()),
        Map.entry("count", Set.of()),
        Map.entry("port", Set.of("frame", "count")),
        Map.entry("vlan", Set.of("frame", "port")),
        Map.entry("fdb", Set.of("frame", "port", "count")),
        Map.entry("forward", Set.of("frame", "port", "vlan", "fdb")),
        Map.entry("engine", Set.of("log", "frame", "port", "vlan", "fdb", "forward", "count")),
        Map.entry("linux.libc", Set.of()),
        Map.entry("linux.packet", Set.of("linux.libc", "linux.bpf", "port", "frame")),
        Map.entry("linux.netlink", Set.of("linux.libc")),
        Map.entry("linux.netns", Set.of("log", "linux.libc")),
        Map.entry("linux.bpf", Set.of("linux.libc")),
        Map.entry("linux.hold", Set.of("linux.libc")),
        Map.entry("systemd", Set.of("linux.libc", "linux.hold")),
        Map.entry("json", Set.of()),
        Map.entry("config", Set.of("log", "json", "protocol", "frame")),
        Map.entry("event", Set.of()),
        Map.entry("health", Set.of()),
        Map.entry("log", Set.of()),
        Map.entry("manage", Set.of("log", "event", "engine", "config", "protocol", "forward", "vlan", "port", "frame", "fdb", "count")),
        Map.entry("host", Set.of("log", "manage", "config", "port", "linux.libc", "linux.packet", "linux.netlink", "linux.netns", "linux.bpf", "linux.hold")),
        Map.entry("control", Set.of("log", "json", "event", "manage", "protocol", "count")),
        Map.entry("http", Set.of("log", "config", "protocol")),
        Map.entry("metrics", Set.of("count", "port", "fdb", "engine", "manage", "control", "http")));

    @Test
    void noPackageUsesOneItMayNotKnow() {
        final Set<String> violations = new TreeSet<>();
        for (final JavaClass from : CLASSES) {
            final String layer = layer(from);
            if (layer.isEmpty()) {
                continue;
            }
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                final String target = layer(dependency.getTargetClass());
                final boolean isOurs = dependency.getTargetClass().getPackageName().startsWith(ROOT);
                if (isOurs && !target.equals(layer) && !ALLOWED.get(layer).contains(target)) {
                    violations.add(layer + " uses " + (target.isEmpty() ? "the top package" : target) + ": " + dependency.getDescription());
                }
            });
        }
        assertEquals(Set.of(), violations);
    }

    @Test
    void noPackagesUseEachOther() {
        slices().matching("io.switchd.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyLibcKnowsJna() {
        noClasses().that().resideOutsideOfPackage("io.switchd.linux.libc").should().dependOnClassesThat().resideInAPackage("com.sun.jna..").check(CLASSES);
    }

    @Test
    void onlyTheTwoServersKnowNetty() {
        noClasses().that().resideOutsideOfPackages("io.switchd.control", "io.switchd.http").should().dependOnClassesThat().resideInAPackage("io.netty..").check(CLASSES);
    }

    @Test
    void onlyMetricsKnowsMicrometer() {
        noClasses().that().resideOutsideOfPackage("io.switchd.metrics")
            .should().dependOnClassesThat().resideInAnyPackage("io.micrometer..", "io.prometheus..").check(CLASSES);
    }

    @Test
    void onlyThoseWhoReadAndWriteJsonKnowItsLibrary() {
        noClasses().that().resideOutsideOfPackages("io.switchd.json", "io.switchd.control", "io.switchd.config")
            .should().dependOnClassesThat().resideInAPackage("tools.jackson..").check(CLASSES);
    }

    @Test
    void theForwardingDecisionKnowsNeitherClockNorThread() {
        noClasses().that().resideInAnyPackage("io.switchd.frame", "io.switchd.vlan", "io.switchd.fdb", "io.switchd.forward")
            .should().dependOnClassesThat().belongToAnyOf(Thread.class, java.time.Clock.class, java.time.Instant.class).check(CLASSES);
    }

    /** What the daemon was given, its environment and its descriptors, so goes to nobody. */
    @Test
    void nobodyStartsAProgram() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(ProcessBuilder.class, Process.class).check(CLASSES);
    }

    private static String layer(final JavaClass type) {
        final String name = type.getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }
}
