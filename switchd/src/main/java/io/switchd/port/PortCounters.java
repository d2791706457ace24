package io.switchd.port;

import java.util.Arrays;

/**
 * What has passed one port since the counters were reset. Directions are the switch's: rx is what the port gave to the
 * switch. Each frame that came in is in {@code rxFrames}, dropped or not; {@code txFrames} has only what left. Written
 * and read by the loop's thread; others get a {@link Snapshot}.
 */
public final class PortCounters {

    private final long[] drops = new long[DropReason.count()];
    private long rxFrames;
    private long rxBytes;
    private long txFrames;
    private long txBytes;

    public void received(final long bytes) {
        rxFrames++;
        rxBytes += bytes;
    }

    /** Frames that came in and were lost before anything, their length included, was known of them. */
    public void lostUnseen(final DropReason reason, final long frames) {
        rxFrames += frames;
        drops[reason.ordinal()] += frames;
    }

    public void sent(final long frames, final long bytes) {
        txFrames += frames;
        txBytes += bytes;
    }

    public void dropped(final DropReason reason, final long frames) {
        drops[reason.ordinal()] += frames;
    }

    public void reset() {
        rxFrames = 0;
        rxBytes = 0;
        txFrames = 0;
        txBytes = 0;
        Arrays.fill(drops, 0);
    }

    public Snapshot snapshot() {
        return new Snapshot(rxFrames, rxBytes, txFrames, txBytes, drops.clone());
    }

    /** @param drops by ordinal of {@link DropReason} */
    public record Snapshot(long rxFrames, long rxBytes, long txFrames, long txBytes, long[] drops) {

        public long rxDropped() {
            return sum(true);
        }

        public long txDropped() {
            return sum(false);
        }

        public long dropped(final DropReason reason) {
            return drops[reason.ordinal()];
        }

        private long sum(final boolean ingress) {
            long sum = 0;
            for (int i = 0; i < drops.length; i++) {
                if (DropReason.of(i).isIngress() == ingress) {
                    sum += drops[i];
                }
            }
            return sum;
        }
    }
}
