package io.switchd.engine;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether every loop goes round. A loop without frames does so once a second, so one that has not for two stands still,
 * whatever it is that it does.
 *
 * <p>Only what is asked is known: a loop stands still since the last time it was seen to have gone on. For one thread.
 */
public final class LoopProgress implements BooleanSupplier {

    static final long LONGEST_CYCLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<LoopCounters> loops;
    private final Clock clock;
    private final long[] cycles;
    private final long[] seenNanos;

    public LoopProgress(final List<LoopCounters> loops, final Clock clock) {
        this.loops = List.copyOf(loops);
        this.clock = clock;
        cycles = new long[loops.size()];
        seenNanos = new long[loops.size()];
        Arrays.fill(seenNanos, clock.nanos());
    }

    /** Whether all loops go round, as far as can be seen at this moment. */
    @Override
    public boolean getAsBoolean() {
        final long now = clock.nanos();
        boolean all = true;
        for (int loop = 0; loop < cycles.length; loop++) {
            final long present = loops.get(loop).cycles();
            if (present != cycles[loop]) {
                cycles[loop] = present;
                seenNanos[loop] = now;
            }
            all &= now - seenNanos[loop] < LONGEST_CYCLE_NANOS;
        }
        return all;
    }
}
