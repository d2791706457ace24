package io.switchd.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A copy of the daemon that was built, which has another version and its own archive of classes: what an upgrade puts in place. */
public final class OtherVersion {

    private static final List<String> LAUNCHERS = List.of("bin/switchd", "bin/launch.sh");
    private static final String BUILT = "switchd/target";
    private static final String LIBRARIES = BUILT + "/lib";
    private static final String JAR = BUILT + "/switchd.jar";

    private OtherVersion() {
    }

    /**
     * @param directory made, and to be removed by whoever wants that
     * @return its launcher
     */
    public static String make(final Lab lab, final Path directory, final String version) {
        final Path checkout = Path.of(Daemon.program("switchd")).getParent().getParent();
        try {
            Files.createDirectories(directory.resolve("bin"));
            Files.createDirectories(directory.resolve(LIBRARIES));
            for (final String launcher : LAUNCHERS) {
                Files.copy(checkout.resolve(launcher), directory.resolve(launcher));
            }
            try (var libraries = Files.list(checkout.resolve(LIBRARIES))) {
                for (final Path library : libraries.toList()) {
                    Files.copy(library, directory.resolve(LIBRARIES).resolve(library.getFileName()));
                }
            }
            Files.copy(checkout.resolve(JAR), directory.resolve(JAR));
            setVersion(directory.resolve(JAR), version);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final String program = directory.resolve("bin/switchd").toString();
        assertEquals("switchd " + version + "\n", lab.run(Map.of("SWITCHD_AWAIT_ARCHIVE", "yes"), "", program, "--version").ok().stdout());
        return program;
    }

    private static void setVersion(final Path jar, final String version) throws IOException {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            final Path manifest = content.getPath("META-INF/MANIFEST.MF");
            Files.writeString(manifest, Files.readString(manifest).replaceFirst("(?m)^Implementation-Version: .*$", "Implementation-Version: " + version));
        }
    }
}
