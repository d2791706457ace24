package io.switchd.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames for benchmarks, where frames lie in the switch: outside the heap, behind their offload header. */
public final class FrameViews {

    private FrameViews() {
    }

    /** A frame with an empty offload header. */
    public static FrameView of(final byte[] frame) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(OffloadHeader.LENGTH + frame.length).order(ByteOrder.nativeOrder());
        buffer.put(OffloadHeader.LENGTH, frame);
        return new FrameView().wrap(buffer, OffloadHeader.LENGTH, frame.length);
    }
}
