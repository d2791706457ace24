package io.switchd.testkit;

import io.switchd.port.PortPoller;

/** A poller without descriptors to watch: the test says which ports are ready, and never sleeps. */
public abstract class UnwatchedPoller implements PortPoller {

    @Override
    public void add(final int descriptor, final int key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(final int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wakeUp() {
        // it never sleeps
    }

    @Override
    public void close() {
        // it holds nothing
    }
}
