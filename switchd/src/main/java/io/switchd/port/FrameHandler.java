package io.switchd.port;

import io.switchd.frame.FrameView;

/** Takes the frames of a {@link FrameSource}, one after another. The view is valid until the source is released. */
public interface FrameHandler {

    void onFrame(FrameView frame);
}
