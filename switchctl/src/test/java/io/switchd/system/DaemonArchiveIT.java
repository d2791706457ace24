package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The archive of the daemon's classes, which the first start of a checkout makes behind its back. */
@Alone
class DaemonArchiveIT extends SystemTest {

    private static final Duration TIME = Duration.ofSeconds(60);

    /** Of this Java's and the jar's, whole. */
    private static boolean isArchived() {
        final Path target = Path.of(Daemon.program("switchd")).resolve("../../switchd/target").normalize();
        try (Stream<Path> files = Files.list(target)) {
            final FileTime built = Files.getLastModifiedTime(target.resolve("switchd.jar"));
            for (final Path file : files.filter(file -> file.toString().endsWith(".jsa") && file.toString().contains(Runtime.version().toString())).toList()) {
                if (Files.size(file) > 0 && Files.getLastModifiedTime(file).compareTo(built) > 0) {
                    return true;
                }
            }
            return false;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDaemonTakesItsClassesFromTheArchiveAndSaysNothingOfIt() throws IOException {
        Await.until("there is an archive", TIME, DaemonArchiveIT::isArchived);
        final Path classes = lab.directory().resolve("classes");
        final Path log = lab.directory().resolve("archived.log");
        final Process process = lab.start(Map.of("SWITCHD_JAVA_OPTS", "-Xlog:class+load:file=" + classes), log, Daemon.program("switchd"),
            "--run-dir", lab.directory().resolve("archived").toString(), "--no-state");
        Await.until("it is ready", TIME, () -> read(log).contains("is ready at"));
        process.destroy();
        Daemon.waitFor(process);
        final List<String> loaded = Files.readAllLines(classes).stream().filter(line -> line.contains(" io.switchd.") && !line.contains("Lambda")).toList();
        final long archived = loaded.stream().filter(line -> line.contains("shared objects file")).count();
        assertTrue(archived > 100 && archived >= loaded.size() * 9 / 10, archived + " of " + loaded.size());
        assertEquals(List.of(), read(log).lines().filter(line -> !line.contains(" INFO ")).toList());
    }

    private static String read(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}
