package io.switchd.manage;

import io.switchd.engine.Engine;
import io.switchd.engine.FdbEntry;
import io.switchd.engine.Loops;
import io.switchd.fdb.FdbCounters;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keeps what the bridges have learned in the {@link StationFile} for the next daemon: when something was learned, moved or
 * forgotten since the last time, or it is some seconds old, and seldom enough that it takes a fiftieth of the time at most, however large the tables
 * are.
 *
 * <p>Confined to the thread of the {@link SwitchManager}.
 */
final class Stations {

    private static final Logger LOG = System.getLogger(Stations.class.getName());
    private static final int SHARE = 50;
    /** So old may be what the next daemon learns of when stations were heard. */
    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Loops loops;
    private final StationFile file;
    /** Of when they were last saved; null before that. */
    private List<Known> saved;
    private long savedNanos;
    private long notBefore = Long.MIN_VALUE;

    /** The stations of a bridge have changed if either number has: a flush shows in the second alone. */
    private record Known(String bridge, long changes, int entries) {

        static Known of(final Inventory.Bridge bridge) {
            final FdbCounters fdb = bridge.counters();
            return new Known(bridge.name(), fdb.learnedStations() + fdb.movedStations() + fdb.expiredStations() + fdb.evictedStations(), fdb.entries());
        }
    }

    Stations(final Loops loops, final Path runDirectory) {
        this.loops = loops;
        file = new StationFile(runDirectory);
    }

    /** Teaches the bridges what the daemon before this one had learned. */
    void restore(final Collection<String> bridges, final long nowNanos) {
        try {
            final Map<String, List<FdbEntry>> byBridge = file.load(nowNanos).stream()
                .sorted(Comparator.comparingInt(FdbEntry::ageSeconds).reversed()).collect(Collectors.groupingBy(FdbEntry::bridge, TreeMap::new, Collectors.toList()));
            byBridge.keySet().retainAll(bridges);
            byBridge.forEach((bridge, stations) -> loops.of(bridge).learn(bridge, stations));
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "what was learned before is not known: " + e.getMessage());
        }
    }

    /** Saves them if it is time to: also when none has changed, for they have been heard since. */
    void saveIfChanged(final Inventory inventory, final long nowNanos) {
        final List<Known> known = inventory.bridges().stream().map(Known::of).toList();
        final boolean isOld = nowNanos - savedNanos >= MAX_AGE_NANOS && known.stream().anyMatch(bridge -> bridge.entries() > 0);
        if ((isOld || !known.equals(saved)) && nowNanos >= notBefore) {
            saved = save(inventory, nowNanos) ? known : null;
            savedNanos = nowNanos;
            notBefore = System.nanoTime() + SHARE * (System.nanoTime() - nowNanos);
        }
    }

    /** Returns whether it could be done; why not is told. */
    boolean save(final Inventory inventory, final long nowNanos) {
        final List<FdbEntry> stations = new ArrayList<>();
        inventory.bridges().forEach(bridge -> read(bridge.name(), stations));
        try {
            file.save(stations, nowNanos);
            return true;
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "were the daemon to end now, the next one would have to learn again where stations are: " + e.getMessage());
            return false;
        }
    }

    private void read(final String bridge, final List<FdbEntry> stations) {
        final Optional<Engine> loop = loops.find(bridge);
        int from = 0;
        while (loop.isPresent() && from >= 0) {
            from = loop.get().readFdb(bridge, from, station -> {
                if (!station.isStatic()) {
                    stations.add(station);
                }
            });
        }
    }
}
