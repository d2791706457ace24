package io.switchd.manage;

import io.switchd.engine.FdbEntry;
import io.switchd.frame.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What was learned, in the memory file system of the run directory, so that the next daemon does not flood what this one
 * knew. Written whole from time to time, and once more at the end; gone with the next boot, as the stations may be.
 *
 * <pre>
 * RUN-DIR/stations
 * learned stations at 8015324000000
 * br 10 02:00:00:00:00:01 br-tap1 12
 * </pre>
 *
 * <p>At: of the steady clock of this boot, in nanoseconds. Then bridge, VLAN, address, port, and since when nothing was heard
 * of the station, in seconds. For one thread at a time.
 */
final class StationFile {

    private static final String HEAD = "learned stations at ";
    private static final int FIELDS = 5;

    private final Path file;

    StationFile(final Path runDirectory) {
        file = runDirectory.resolve("stations");
    }

    void save(final List<FdbEntry> stations, final long nowNanos) throws IOException {
        final Path fresh = file.resolveSibling("stations.new");
        Files.writeString(fresh, stations.stream()
            .map(station -> station.bridge() + ' ' + station.vlan() + ' ' + MacAddress.format(station.mac()) + ' ' + station.port() + ' ' + station.ageSeconds() + '\n')
            .collect(Collectors.joining("", HEAD + nowNanos + '\n', "")));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * What was saved, with the age that it has now; nothing when it was saved at a time that this boot has not come to yet.
     *
     * @throws IOException also when it is not what {@link #save} writes
     */
    List<FdbEntry> load(final long nowNanos) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        final List<String> lines = Files.readAllLines(file);
        try {
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - Long.parseLong(lines.get(0).substring(HEAD.length())));
            final List<FdbEntry> stations = new ArrayList<>();
            if (seconds < 0) {
                return stations;
            }
            for (final String line : lines.subList(1, lines.size())) {
                stations.add(station(line.split(" "), (int) seconds));
            }
            return stations;
        } catch (final RuntimeException e) {
            throw new IOException(file + " is no list of stations", e);
        }
    }

    private static FdbEntry station(final String[] fields, final int olderBy) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields");
        }
        return new FdbEntry(fields[0], Integer.parseInt(fields[1]), MacAddress.parse(fields[2]), fields[3], Integer.parseInt(fields[4]) + olderBy);
    }
}
