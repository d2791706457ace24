package io.switchd.frame;

import io.switchd.baseline.Stage;
import io.switchd.testkit.Frames;
import org.openjdk.jmh.annotations.Benchmark;

/** What it costs to read a frame's header where it lies. */
public class FrameViewBenchmark extends Stage {

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
