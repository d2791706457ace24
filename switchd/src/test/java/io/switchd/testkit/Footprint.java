package io.switchd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process holds of the kernel's: descriptors by their kind, packet sockets of its network namespace, filters on
 * devices, and packet rings that are mapped. Of two moments at which it does the same they are equal.
 */
public record Footprint(SortedMap<String, Integer> descriptors, int packetSockets, int filters, int rings) {

    public static Footprint of(final long process) {
        final Path directory = Path.of("/proc", Long.toString(process));
        final SortedMap<String, Integer> descriptors = descriptors(process);
        final int filters = descriptors.entrySet().stream().filter(kind -> kind.getKey().matches("bpf.link")).mapToInt(Map.Entry::getValue).sum();
        try {
            return new Footprint(descriptors, lines(directory.resolve("net/packet")).size() - 1, filters,
                (int) lines(directory.resolve("maps")).stream().filter(line -> line.contains("socket:[")).count());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The descriptors of a process, by their kind. */
    public static SortedMap<String, Integer> descriptors(final long process) {
        final SortedMap<String, Integer> descriptors = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            for (final Path file : files.toList()) {
                final String kind = kind(file);
                if (!kind.isEmpty()) {
                    descriptors.merge(kind, 1, Integer::sum);
                }
            }
            return descriptors;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a descriptor is of, without its number or name; empty when it was closed meanwhile. */
    private static String kind(final Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString().replaceFirst("^/.*", "file").replaceFirst("^anon_inode:", "").replaceFirst(":\\[\\d+]$", "");
        } catch (final NoSuchFileException e) {
            return "";
        }
    }

    private static List<String> lines(final Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /** Memory of a process that is in use, in KiB. */
    public static long residentKilobytes(final long process) {
        try {
            return lines(Path.of("/proc", Long.toString(process), "status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
