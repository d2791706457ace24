package io.switchd.port;

import io.switchd.frame.FrameView;

/** Where frames leave. */
public interface FrameSink {

    /**
     * Takes a frame to be sent by the next {@link #flush()}, with the outer tag its view has. The frame's bytes stay
     * where they are and must not change until then. At most one batch of its source fits between two flushes.
     */
    void send(FrameView frame);

    /** Sends what was taken, in order; whatever cannot be sent now is dropped with its reason. Never waits. */
    void flush();
}
