package io.switchd.forward;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a storm limit costs for each frame that counts against it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenBucketBenchmark {

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
