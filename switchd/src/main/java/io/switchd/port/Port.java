package io.switchd.port;

/**
 * What the switch asks of a port. Confined to the thread of the loop that serves it, except for its descriptors.
 * Opening and closing a port are its maker's business.
 */
public interface Port extends FrameSource, FrameSink {

    /** The file descriptor that becomes readable when frames are there, for a {@link PortPoller}. */
    int descriptor();

    /** Another that does, or -1 when there is none. */
    default int queueDescriptor() {
        return -1;
    }

    /** Whether it has a batch that a daemon which has ended had begun to send: it has to be polled before any other port. */
    default boolean isResuming() {
        return false;
    }

    PortCounters counters();

    /** Brings {@link #counters()} up to date with what the kernel alone has counted. */
    void refreshCounters();

    /**
     * The state of the link as the kernel tells it.
     *
     * @param mtu in bytes, without Ethernet header and tag
     */
    void linkChanged(boolean carrier, int mtu);

    /** Finds out whether the port still works, and lets its maker know when it does not; to be called about once a second. */
    void check();
}
