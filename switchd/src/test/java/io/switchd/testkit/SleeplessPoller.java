package io.switchd.testkit;

import io.switchd.port.PortPoller;

/** A poller without descriptors to watch, which never sleeps, for a loop that a test takes round itself. */
public class SleeplessPoller implements PortPoller {

    @Override
    public void add(final int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(final int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void await(final int timeoutMillis) {
        // whoever takes the loop round decides when
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
