package io.switchd.baseline;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/**
 * How fast the machine is, by work that has nothing of switchd in it and never changes: a walk through a table in a
 * random order, each step of which waits for the one before, and a multiplication for each step.
 *
 * <p>An absolute time says little on another machine, or on the same one in a worse hour. So a benchmark is compared by
 * how many of these walks fit into its time. The table, 128 KiB, is larger than a first-level cache and smaller than a
 * second-level one, as most of what the switch touches for a frame; so the walk depends on the clock of the processor
 * and on its nearer caches, as the switch's stages do. It cannot stand for everything: a MAC table with a million
 * stations waits for the memory, and a processor with another ratio of memory to clock shifts it against the walk. On
 * such a machine a baseline of its own is the answer.
 *
 * <p>It has three forks where others have one, since every other figure is divided by it. To change it is to make every
 * baseline meaningless.
 */
@Fork(3)
public class ReferenceBenchmark extends Stage {

    private static final int ENTRIES = 32 * 1024;
    private static final int STEPS = 32;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final int[] next = cycle();
    private int at;

    /** One cycle through all entries: the algorithm of Sattolo. */
    private static int[] cycle() {
        final SplittableRandom random = new SplittableRandom(1);
        final int[] next = new int[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            next[i] = i;
        }
        for (int i = ENTRIES - 1; i > 0; i--) {
            final int other = random.nextInt(i);
            final int entry = next[i];
            next[i] = next[other];
            next[other] = entry;
        }
        return next;
    }

    @Benchmark
    public long walk() {
        int entry = at;
        long hash = entry;
        for (int i = 0; i < STEPS; i++) {
            entry = next[entry];
            hash = (hash ^ entry) * MULTIPLIER;
        }
        at = entry;
        return hash;
    }
}
