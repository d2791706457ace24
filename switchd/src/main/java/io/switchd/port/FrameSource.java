package io.switchd.port;

/** Where frames come from. */
public interface FrameSource {

    /**
     * Hands over what has arrived, at most one batch of it, and never waits.
     *
     * @return how many frames were taken from the source, those included that it dropped itself
     */
    int poll(FrameHandler handler);
}
