package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the launcher makes in a checkout: nobody sees it come, and it is never in the way. */
@Alone
class ClassArchiveIT {

    private static final Duration TIME = Duration.ofSeconds(30);

    @TempDir
    private Path checkout;
    private Path target;

    @BeforeEach
    void copyWhatIsBuilt() throws IOException {
        final Path launcher = Path.of(Daemon.program("switchctl"));
        final Path built = launcher.resolve("../../switchctl/target").normalize();
        target = checkout.resolve("switchctl/target");
        Files.createDirectories(target.resolve("lib"));
        Files.createDirectories(checkout.resolve("bin"));
        Files.copy(launcher, checkout.resolve("bin/switchctl"));
        Files.copy(launcher.resolveSibling("launch.sh"), checkout.resolve("bin/launch.sh"));
        Files.copy(built.resolve("switchctl.jar"), target.resolve("switchctl.jar"));
        Files.copy(built.resolve("lib/protocol.jar"), target.resolve("lib/protocol.jar"));
    }

    private Result version() {
        return Commands.run(checkout.resolve("bin/switchctl").toString(), "--version");
    }

    private void answersAndSaysNothingElse() {
        final Result result = version().ok();
        assertTrue(result.stdout().matches("switchctl \\S+\n"), result.toString());
        assertEquals("", result.stderr());
    }

    /** Files of the target directory beside what was built. */
    private List<Path> made() {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> !file.endsWith("switchctl.jar") && !file.endsWith("lib")).toList();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path archive() {
        Await.until("there is an archive and nothing else", TIME, () -> made().size() == 1 && made().get(0).toString().endsWith(".jsa"));
        return made().get(0);
    }

    @Test
    void oneOfManyCallsMakesTheArchive() throws IOException {
        final List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(CompletableFuture.runAsync(this::answersAndSaysNothingElse));
        }
        calls.forEach(CompletableFuture::join);
        assertTrue(Files.size(archive()) > 100_000);
        answersAndSaysNothingElse();
    }

    @Test
    void aBuildMakesANewArchive() throws IOException {
        answersAndSaysNothingElse();
        final FileTime first = Files.getLastModifiedTime(archive());
        Files.setLastModifiedTime(target.resolve("switchctl.jar"), FileTime.from(Instant.now()));
        answersAndSaysNothingElse();
        Await.until("the archive is a new one", TIME, () -> isNewer(first));
        archive();
        answersAndSaysNothingElse();
    }

    private boolean isNewer(final FileTime time) {
        try {
            return made().size() == 1 && Files.getLastModifiedTime(made().get(0)).compareTo(time) > 0;
        } catch (final IOException e) {
            return false;
        }
    }

    @Test
    void anArchiveThatIsDamagedIsNotUsed() throws IOException {
        answersAndSaysNothingElse();
        final Path archive = archive();
        for (final byte[] damaged : new byte[][] {{}, new byte[10_000]}) {
            Files.delete(archive);
            Files.write(archive, damaged);
            answersAndSaysNothingElse();
        }
    }
}
