package io.switchd.frame;

import io.switchd.baseline.Stage;
import io.switchd.testkit.Frames;
import org.openjdk.jmh.annotations.Benchmark;

/** What it costs to check an offload header, of an ordinary frame and of a TCP train, and to tell how long the frame is on a wire. */
public class OffloadHeaderBenchmark extends Stage {

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
