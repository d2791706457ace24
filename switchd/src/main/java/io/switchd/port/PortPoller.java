package io.switchd.port;

/**
 * Waits until one of many ports has frames. Confined to the thread of its loop, except for {@link #wakeUp()}.
 */
public interface PortPoller extends AutoCloseable {

    /** Watches a port's descriptor; {@code key} (0 or more) names it in {@link #ready(int)}. */
    void add(int descriptor, int key);

    void remove(int descriptor);

    /**
     * Waits for frames or for {@link #wakeUp()}.
     *
     * @param timeoutMillis 0 looks and returns at once
     * @return how many ports are ready
     */
    int await(int timeoutMillis);

    /** The key of the i-th port that {@link #await(int)} found ready. */
    int ready(int i);

    /** Ends the wait of the loop's thread, now or as soon as it begins; safe to call from any thread. */
    void wakeUp();

    @Override
    void close();
}
