package io.switchd.port;

import io.switchd.frame.FrameView;

/** Takes the frames of a {@link FrameSource}, one after another. The view is valid until the source is polled again. */
public interface FrameHandler {

    void onFrame(FrameView frame);
}
