package io.switchd.port;

/** Where frames come from. */
public interface FrameSource {

    /**
     * Hands over what has arrived, at most one batch of it, and never waits.
     *
     * @return how many frames were taken from the source, those included that it dropped itself
     */
    int poll(FrameHandler handler);

    /**
     * Lets the frames go that the last {@link #poll} has handed over: whoever was to send them has. To be called after
     * each poll that gave any.
     */
    void release();
}
