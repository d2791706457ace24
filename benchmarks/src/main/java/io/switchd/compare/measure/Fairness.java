package io.switchd.compare.measure;

import io.switchd.compare.subject.Host;
import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Two hosts flood a third as fast as they can: which share of what arrives is that of the one who gets less.
 *
 * <p>Each has an EtherType and a source address of its own, and {@link FrameCounter}s tell the frames apart at the
 * receiver, where the kernel counts them: a program that read them would be the limit itself. Where the senders do the
 * switch's work, as with the kernel's bridge, the share is the one that the scheduler gives them.
 */
final class Fairness implements Measurement {

    private static final String OTHER_SOURCE = "02:00:00:00:b1:a6";

    @Override
    public List<Figure> figures() {
        return List.of(ScaleFigures.SMALLER_SHARE);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        try (FrameCounter first = counter(bench, Bench.ETHER_TYPE);
             FrameCounter second = counter(bench, Bench.OTHER_ETHER_TYPE);
             Load load = flood(bench, bench.host(0), Bench.SOURCE, Bench.ETHER_TYPE);
             Load other = flood(bench, bench.host(2), OTHER_SOURCE, Bench.OTHER_ETHER_TYPE)) {
            other.goOn(bench.effort().warmUp());
            first.take();
            second.take();
            load.goOn(bench.effort().frames());
            values.accept(ScaleFigures.SMALLER_SHARE, smallerShare(first.take(), second.take()));
        }
    }

    private static FrameCounter counter(final Bench bench, final int etherType) throws IOException {
        return new FrameCounter(bench.lab(), bench.host(1).netns(), Host.DEVICE, etherType);
    }

    private static Load flood(final Bench bench, final Host from, final String source, final int etherType) {
        final byte[] frame = Bench.frame(bench.address(bench.host(1)), source, etherType, Bench.SMALL);
        return Load.flood(bench.blaster(from, frame, FrameBlaster.Addresses.UNCHANGED));
    }

    /** In per cent. */
    static double smallerShare(final long frames, final long others) {
        if (frames + others == 0) {
            throw new IllegalStateException("no frame of either arrives");
        }
        return 100.0 * Math.min(frames, others) / (frames + others);
    }
}
