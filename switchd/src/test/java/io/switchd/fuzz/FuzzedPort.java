package io.switchd.fuzz;

import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.port.DropReason;
import io.switchd.port.FrameHandler;
import io.switchd.port.Port;
import io.switchd.port.PortCounters;

/** A port in memory that checks and counts as one on a device does, and remembers what it was given for one frame. */
final class FuzzedPort implements Port {

    private final PortCounters counters = new PortCounters();
    private final FuzzedFrame frame;
    private boolean arriving;
    private boolean carrier = true;
    private int maxLength = 1_518;
    private int queued;

    /** Frames it was given since {@link #forget()}, and the tags of the last. */
    int given;
    long tags;
    /** Frames it was given, sent and dropped in all. */
    long allGiven;

    /** @param frame that all ports take turns to get */
    FuzzedPort(final FuzzedFrame frame) {
        this.frame = frame;
    }

    void arrive() {
        arriving = true;
    }

    void forget() {
        given = 0;
        tags = 0;
    }

    boolean isFlushed() {
        return queued == 0;
    }

    @Override
    public int poll(final FrameHandler handler) {
        if (!arriving) {
            return 0;
        }
        arriving = false;
        counters.received(frame.length);
        if (OffloadHeader.isSound(frame.view)) {
            handler.onFrame(frame.view);
        } else {
            counters.dropped(DropReason.BAD_OFFLOAD_HEADER, 1);
        }
        return 1;
    }

    @Override
    public void send(final FrameView view, final long frameTags) {
        given++;
        allGiven++;
        tags = frameTags;
        final int wire = OffloadHeader.wireLength(view);
        Violation.unless(frame.hasLength(wire), "a frame is as long as itself, or a train as one of its segments", frame);
        if (!carrier) {
            counters.dropped(DropReason.TX_NO_CARRIER, 1);
        } else if (wire > maxLength) {
            counters.dropped(DropReason.TX_TOO_LONG, 1);
        } else {
            queued++;
        }
    }

    @Override
    public void release() {
        // the frame is the fuzzer's
    }

    @Override
    public void check() {
        // cannot break
    }

    @Override
    public void flush() {
        counters.sent(queued, 0);
        queued = 0;
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void refreshCounters() {
        // counts nothing of its own
    }

    @Override
    public void linkChanged(final boolean hasCarrier, final int mtu) {
        carrier = hasCarrier;
        maxLength = mtu + 18;
    }
}
