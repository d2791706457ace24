package io.switchd.frame;

import io.switchd.testkit.Frames;
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

/** What it costs to read a frame's header where it lies. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameViewBenchmark {

    private final FrameView frame = FrameViews.of(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("x"));

    @Benchmark
    public long destination() {
        return frame.destination();
    }

    /** All that the decision reads of a frame without a tag. */
    @Benchmark
    public long addressesAndEtherType() {
        return frame.destination() ^ frame.source() ^ frame.etherType();
    }
}
