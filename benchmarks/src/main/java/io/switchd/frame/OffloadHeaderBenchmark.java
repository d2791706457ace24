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

/** What it costs to check an offload header, of an ordinary frame and of a TCP train, and to tell how long the frame is on a wire. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OffloadHeaderBenchmark {

    private static final int TRAIN_LENGTH = 30_000;
    private static final int HEADERS = 66;
    private static final int SEGMENT = 1_448;
    private static final int TCP = 34;
    private static final int TCP_CHECKSUM = 16;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int WORDS_OF_HEADER = 8;

    private final FrameView ordinary = FrameViews.of(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("x"));
    private final FrameView train = train();

    private static FrameView train() {
        final FrameView frame = FrameViews.of(new byte[TRAIN_LENGTH]);
        frame.buffer().put(OffloadHeader.FLAGS, (byte) OffloadHeader.NEEDS_CHECKSUM).put(OffloadHeader.TYPE, (byte) OffloadHeader.TYPE_TCPV4)
            .putShort(OffloadHeader.HEADER_LENGTH, (short) HEADERS).putShort(OffloadHeader.SEGMENT_SIZE, (short) SEGMENT)
            .putShort(OffloadHeader.CHECKSUM_START, (short) TCP).putShort(OffloadHeader.CHECKSUM_OFFSET, (short) TCP_CHECKSUM)
            .put(frame.offset() + TCP + TCP_DATA_OFFSET, (byte) (WORDS_OF_HEADER << 4));
        return frame;
    }

    @Benchmark
    public boolean ordinaryFrameIsSound() {
        return OffloadHeader.isSound(ordinary);
    }

    @Benchmark
    public boolean trainIsSound() {
        return OffloadHeader.isSound(train);
    }

    @Benchmark
    public int wireLengthOfOrdinaryFrame() {
        return OffloadHeader.wireLength(ordinary);
    }

    @Benchmark
    public int wireLengthOfTrain() {
        return OffloadHeader.wireLength(train);
    }
}
