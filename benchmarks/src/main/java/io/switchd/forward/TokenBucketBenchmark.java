package io.switchd.forward;

import io.switchd.baseline.Stage;
import org.openjdk.jmh.annotations.Benchmark;

/** What a storm limit costs for each frame that counts against it. */
public class TokenBucketBenchmark extends Stage {

    private static final int PER_SECOND = 1_000_000;
    private static final int MICROSECOND_NANOS = 1_000;

    private final TokenBucket kept = new TokenBucket(PER_SECOND, 0);
    private final TokenBucket exceeded = new TokenBucket(PER_SECOND, 0);
    private long nowNanos;

    @Benchmark
    public boolean frameThatPasses() {
        nowNanos += MICROSECOND_NANOS;
        return kept.take(nowNanos, 1);
    }

    /** A hundred times as many as may pass. */
    @Benchmark
    public boolean frameOfAStorm() {
        nowNanos += MICROSECOND_NANOS / 100;
        return exceeded.take(nowNanos, 1);
    }
}
