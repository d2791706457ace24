package io.switchd.fdb;

import io.switchd.count.Counts;

/**
 * What has become of the stations of one bridge, also over a change of its table's size. Written by the thread of the
 * bridge's loop; the numbers may be read by any thread, and all together by {@link FdbStatistics} of the thread that writes.
 */
public final class FdbCounters {

    private static final int ENTRIES = 0;
    private static final int FIXED = 1;
    private static final int LIMIT = 2;
    private static final int LEARNED = 3;
    private static final int EXPIRED = 4;
    private static final int EVICTED = 5;
    private static final int MOVED = 6;

    private final Counts counts = new Counts(MOVED + 1);

    void limit(final int limit) {
        counts.set(LIMIT, limit);
    }

    void entries(final int entries, final int fixed) {
        counts.set(ENTRIES, entries);
        counts.set(FIXED, fixed);
    }

    void learned() {
        counts.add(LEARNED, 1);
    }

    void expired(final int stations) {
        counts.add(EXPIRED, stations);
    }

    void evicted() {
        counts.add(EVICTED, 1);
    }

    void moved() {
        counts.add(MOVED, 1);
    }

    /** Now, static ones among them. */
    public int entries() {
        return (int) counts.get(ENTRIES);
    }

    /** Static ones, now. */
    public int fixedEntries() {
        return (int) counts.get(FIXED);
    }

    /** How many entries there may be. */
    public int entryLimit() {
        return (int) counts.get(LIMIT);
    }

    public long learnedStations() {
        return counts.get(LEARNED);
    }

    public long expiredStations() {
        return counts.get(EXPIRED);
    }

    public long evictedStations() {
        return counts.get(EVICTED);
    }

    public long movedStations() {
        return counts.get(MOVED);
    }

    public FdbStatistics snapshot() {
        return new FdbStatistics(entries(), entryLimit(), fixedEntries(), learnedStations(), expiredStations(), evictedStations(), movedStations());
    }
}
