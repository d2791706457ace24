package io.switchd.port;

/**
 * Waits until one of many ports has frames. Confined to the thread of its loop, except for {@link #wakeUp()}.
 */
public interface PortPoller extends AutoCloseable {

    /** Watches a port's descriptor. */
    void add(int descriptor);

    void remove(int descriptor);

    /** Waits until a port has frames, or for {@link #wakeUp()}, but no longer than a time. */
    void await(int timeoutMillis);

    /** Ends the wait of the loop's thread, now or as soon as it begins; safe to call from any thread. */
    void wakeUp();

    @Override
    void close();
}
