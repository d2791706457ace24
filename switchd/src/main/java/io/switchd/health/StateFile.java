package io.switchd.health;

import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the state of a process that has to end is written: {@code fatal-TIME.txt}, in the first of some directories that
 * takes it. The last few are kept.
 *
 * <p>For one thread.
 */
public final class StateFile {

    private static final Logger LOG = System.getLogger(StateFile.class.getName());
    private static final int KEPT = 4;

    private final List<Path> directories;
    private final StateReport report;
    private final InstantSource clock;

    public StateFile(final List<Path> directories, final StateReport report, final InstantSource clock) {
        this.directories = List.copyOf(directories);
        this.report = report;
        this.clock = clock;
    }

    /** Writes the report for nobody, so that at the end no class has to be looked for. */
    void rehearse() {
        report.make(Thread.currentThread(), new StalledException(name(), null));
    }

    /** Returns, as half a sentence, what became of it. */
    String write(final Thread thread, final Throwable cause) {
        report.make(thread, cause);
        final StringBuilder failures = new StringBuilder("its state could not be written");
        for (final Path directory : directories) {
            final String file = directory + "/" + name();
            // not by a channel, which would need memory outside the heap
            try (FileOutputStream out = new FileOutputStream(file)) {
                report.writeTo(out);
                return "its state is in " + file;
            } catch (final IOException e) {
                failures.append(": ").append(e.getMessage());
            }
        }
        return failures.toString();
    }

    /** In the order of their times. */
    private String name() {
        return "fatal-" + clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "") + ".txt";
    }

    /** Deletes all but the latest, so that with the next there are five. */
    public void deleteOld() {
        directories.forEach(StateFile::deleteOld);
    }

    private static void deleteOld(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            final List<Path> all = files.filter(file -> file.getFileName().toString().matches("fatal-.*\\.txt")).sorted().collect(Collectors.toList());
            for (final Path file : all.subList(0, Math.max(0, all.size() - KEPT))) {
                Files.delete(file);
            }
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "old files fatal-TIME.txt in " + directory + " stay: " + e);
        }
    }
}
