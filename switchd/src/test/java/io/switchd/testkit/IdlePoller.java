package io.switchd.testkit;

import io.switchd.port.PortPoller;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Watches ports on which no frame ever arrives, and refuses those it is told to. */
public final class IdlePoller implements PortPoller {

    private final Semaphore wakeUps = new Semaphore(0);
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();

    /** Makes {@link #add} fail for a descriptor, until it has failed once. */
    public void refuseOnce(final int descriptor) {
        refused.add(descriptor);
    }

    @Override
    public void add(final int descriptor) {
        if (refused.remove(descriptor)) {
            throw new IllegalStateException("descriptor " + descriptor + " cannot be watched");
        }
    }

    @Override
    public void remove(final int descriptor) {
        // nothing is watched
    }

    @Override
    public void await(final int timeoutMillis) {
        try {
            if (timeoutMillis > 0 && wakeUps.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (final InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a loop", e);
        }
    }

    @Override
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void close() {
        // it holds nothing
    }
}
