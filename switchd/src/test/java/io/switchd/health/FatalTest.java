package io.switchd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatalTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;
    private final LinkedBlockingQueue<Integer> exits = new LinkedBlockingQueue<>();
    private final StateReport report = new StateReport("switchd 1", List.of(Vital.ofLoop("loop-0", () -> 42, () -> false)));

    private void dieOf(final Throwable cause, final StateFile file) {
        final Fatal fatal = Fatal.prepare(file, exits::add);
        new Thread(() -> fatal.accept(cause), "victim").start();
        Await.until("the process ends", SOON, () -> !exits.isEmpty());
        assertEquals(3, exits.peek());
    }

    @Test
    void theProcessEndsWithItsStateWritten() throws IOException {
        dieOf(new IllegalStateException("nothing works", new IOException("disk on fire")), new StateFile(List.of(directory), report, NOON));
        final String state = Files.readString(directory.resolve("fatal-2026-01-31T120000Z.txt"));
        assertTrue(state.startsWith("switchd 1\n\nreason\n  on thread victim\n  java.lang.IllegalStateException: nothing works\n    at "), state);
        assertTrue(state.contains("  caused by java.io.IOException: disk on fire\n"), state);
        assertTrue(state.matches("(?s).*\n  heap used \\d+ of \\d+\n.*direct buffers used \\d+ in \\d+\n.*"), state);
        assertTrue(state.contains("\n  loop-0 beat 42, works\n") && state.contains("\n  last-words RUNNABLE\n    at "), state);
        assertTrue(state.length() <= 128 * 1024);
    }

    @Test
    void whatCannotBeWrittenInOnePlaceIsWrittenInTheNext() throws IOException {
        dieOf(new OutOfMemoryError("none left"), new StateFile(List.of(directory.resolve("missing"), directory), report, NOON));
        assertTrue(Files.readString(directory.resolve("fatal-2026-01-31T120000Z.txt")).contains("java.lang.OutOfMemoryError: none left"));
    }

    @Test
    void theProcessEndsThoughItsStateCannotBeWrittenAnywhere() {
        dieOf(new OutOfMemoryError("none left"), new StateFile(List.of(directory.resolve("missing")), report, NOON));
    }

    @Test
    void theProcessEndsWithinSecondsThoughTheWritingHangs() {
        final CountDownLatch never = new CountDownLatch(1);
        final long start = System.nanoTime();
        dieOf(new OutOfMemoryError("none left"), new StateFile(List.of(directory), report, () -> {
            try {
                never.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Instant.EPOCH;
        }));
        assertTrue(System.nanoTime() - start < Fatal.PATIENCE.plusSeconds(2).toNanos());
        never.countDown();
    }

    @Test
    void onlyTheLatestStatesAreKept() throws IOException {
        for (int minute = 10; minute < 20; minute++) {
            Files.createFile(directory.resolve("fatal-2026-01-31T12" + minute + "00Z.txt"));
        }
        Files.createFile(directory.resolve("config.json"));
        new StateFile(List.of(directory), report, NOON).deleteOld();
        try (var files = Files.list(directory)) {
            assertEquals(List.of("config.json", "fatal-2026-01-31T121600Z.txt", "fatal-2026-01-31T121700Z.txt", "fatal-2026-01-31T121800Z.txt", "fatal-2026-01-31T121900Z.txt"),
                files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
