package io.switchd.control;

/**
 * How much the requests of all clients of a socket, or their answers, take together. Each has a limit of its own, but
 * there are many clients, and one heap. A small one always fits, so that whoever administers the switch is heard and
 * answered while others send at length or do not read.
 *
 * <p>Confined to the event loop of the control channel.
 */
final class SharedBytes {

    private final int limit;
    private final int small;
    private long bytes;

    /**
     * @param limit in bytes
     * @param small what fits all the same, in bytes
     */
    SharedBytes(final int limit, final int small) {
        this.limit = limit;
        this.small = small;
    }

    /** How long the next one may be. */
    int room() {
        return (int) Math.max(small, limit - bytes);
    }

    /** Whether what one client has of it, which is counted already, is more than it may have. */
    boolean isTooMuch(final int own) {
        return own > small && bytes > limit;
    }

    /** @param change in bytes, negative when something went */
    void add(final int change) {
        bytes += change;
    }
}
