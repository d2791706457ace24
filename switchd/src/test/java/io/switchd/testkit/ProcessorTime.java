package io.switchd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time that a process has used, as proc(5) tells it. Work that the kernel does for a frame in the time of the
 * sender is not in it.
 */
public final class ProcessorTime {

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final double TICKS_PER_SECOND = 100;

    private ProcessorTime() {
    }

    public static double seconds(final long process) {
        try {
            final String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            final String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(afterName[UTIME]) + Long.parseLong(afterName[STIME])) / TICKS_PER_SECOND;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
