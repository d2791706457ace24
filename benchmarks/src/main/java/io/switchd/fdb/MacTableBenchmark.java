package io.switchd.fdb;

import io.switchd.baseline.Stage;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What a look into the MAC table costs as it grows: stations that are there, in no order, and stations that are not.
 */
public class MacTableBenchmark extends Stage {

    private static final int AGEING_SECONDS = 300;
    private static final int ASKED = 1 << 16;
    private static final long STATION_BITS = 0xFEFF_FFFF_FFFFL;

    @Param({"1000", "8192", "100000", "1000000"})
    private int stations;

    private final long[] known = new long[ASKED];
    private final long[] unknown = new long[ASKED];
    private MacTable table;
    private int next;
    private long newcomer = 0x0200_0000_0000L;

    @Setup
    public void fill() {
        final SplittableRandom random = new SplittableRandom(1);
        final long[] all = new long[stations];
        table = new MacTable(stations, AGEING_SECONDS, random.nextLong());
        for (int i = 0; i < stations; i++) {
            all[i] = random.nextLong() & STATION_BITS;
            table.learn(0, all[i], i & 7, 0, MacTable.NO_LIMIT);
        }
        for (int i = 0; i < ASKED; i++) {
            known[i] = all[random.nextInt(stations)];
            unknown[i] = random.nextLong() & STATION_BITS;
        }
    }

    @Benchmark
    public int hit() {
        return table.lookup(0, known[next++ & ASKED - 1], 0);
    }

    @Benchmark
    public int miss() {
        return table.lookup(0, unknown[next++ & ASKED - 1], 0);
    }

    @Benchmark
    public Heard relearn() {
        return table.learn(0, known[next++ & ASKED - 1], 3, 0, MacTable.NO_LIMIT);
    }

    /** The table is full: each new station makes room by the eviction of another. */
    @Benchmark
    public Heard learnNewInAFullTable() {
        return table.learn(0, ++newcomer & STATION_BITS, 3, 0, MacTable.NO_LIMIT);
    }
}
