package io.switchd.compare.measure;

import io.switchd.testkit.ProcessorTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the processes of a switch use. */
final class ProcessUsage {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final double KB_PER_MB = 1_000 / 1.024;

    private ProcessUsage() {
    }

    static double cpuSeconds(final List<Long> processes) {
        return processes.stream().mapToDouble(ProcessorTime::seconds).sum();
    }

    static double residentMegabytes(final List<Long> processes) throws IOException {
        long kilobytes = 0;
        for (final long process : processes) {
            final Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(process), "status")));
            kilobytes += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
        return kilobytes / KB_PER_MB;
    }
}
