package io.switchd.port;

import io.switchd.frame.FrameView;

/** Where frames leave. */
public interface FrameSink {

    /**
     * Takes a frame to be sent by the next {@link #flush()}. The frame's bytes stay where they are and must not change
     * until then. At most one batch of its source fits between two flushes.
     *
     * @param tags to be written between the addresses and the rest, as {@link io.switchd.frame.VlanTag} stacks them; 0
     *             for none. The tag that the view tells is not sent of itself
     */
    void send(FrameView frame, long tags);

    /** Sends what was taken, in order; whatever cannot be sent now is dropped with its reason. Never waits. */
    void flush();
}
