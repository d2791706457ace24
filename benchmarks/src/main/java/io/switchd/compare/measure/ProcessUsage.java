package io.switchd.compare.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the processes of a switch use, as proc(5) tells it. Work that the kernel does for a frame in the time of the
 * sender is not in it.
 */
final class ProcessUsage {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final double TICKS_PER_SECOND = 100;
    private static final double KB_PER_MB = 1_000 / 1.024;

    private ProcessUsage() {
    }

    static double cpuSeconds(final List<Long> processes) throws IOException {
        long ticks = 0;
        for (final long process : processes) {
            final String stat = Files.readString(file(process, "stat"));
            final String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(afterName[UTIME]) + Long.parseLong(afterName[STIME]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    static double residentMegabytes(final List<Long> processes) throws IOException {
        long kilobytes = 0;
        for (final long process : processes) {
            final Matcher matcher = RESIDENT.matcher(Files.readString(file(process, "status")));
            kilobytes += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
        return kilobytes / KB_PER_MB;
    }

    private static Path file(final long process, final String name) {
        return Path.of("/proc", Long.toString(process), name);
    }
}
