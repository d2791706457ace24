package io.switchd.port;

import io.switchd.count.Counts;

/**
 * What has passed one port since the counters were reset. Directions are the switch's: rx is what the port gave to the
 * switch. Each frame that came in is in {@link #rxFrames()}, dropped or not; {@link #txFrames()} has only what left.
 * Written by the loop's thread, or by its maker's while no loop has the port; the numbers may be read by any thread, and
 * all together by a {@link Snapshot} of the thread that writes.
 */
public final class PortCounters {

    private static final int RX_FRAMES = DropReason.count();
    private static final int RX_BYTES = RX_FRAMES + 1;
    private static final int TX_FRAMES = RX_BYTES + 1;
    private static final int TX_BYTES = TX_FRAMES + 1;

    /** Drops by the ordinals of their reasons, then the others. */
    private final Counts counts = new Counts(TX_BYTES + 1);

    public void received(final long bytes) {
        counts.add(RX_FRAMES, 1);
        counts.add(RX_BYTES, bytes);
    }

    /** Frames that came in and were lost before anything, their length included, was known of them. */
    public void lostUnseen(final DropReason reason, final long frames) {
        counts.add(RX_FRAMES, frames);
        counts.add(reason.ordinal(), frames);
    }

    public void sent(final long frames, final long bytes) {
        counts.add(TX_FRAMES, frames);
        counts.add(TX_BYTES, bytes);
    }

    public void dropped(final DropReason reason, final long frames) {
        counts.add(reason.ordinal(), frames);
    }

    public void reset() {
        counts.reset();
    }

    public long rxFrames() {
        return counts.get(RX_FRAMES);
    }

    public long rxBytes() {
        return counts.get(RX_BYTES);
    }

    public long txFrames() {
        return counts.get(TX_FRAMES);
    }

    public long txBytes() {
        return counts.get(TX_BYTES);
    }

    public long dropped(final DropReason reason) {
        return counts.get(reason.ordinal());
    }

    public Snapshot snapshot() {
        final long[] drops = new long[DropReason.count()];
        for (int i = 0; i < drops.length; i++) {
            drops[i] = counts.get(i);
        }
        return new Snapshot(rxFrames(), rxBytes(), txFrames(), txBytes(), drops);
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
