package io.switchd.control;

/**
 * How much the answers take together that clients have asked for and not yet taken. Each has a limit of its own, but
 * there are many clients, and one heap. A small answer always fits, so that whoever administers the switch is answered
 * while others do not read.
 *
 * <p>Confined to the event loop of the control channel.
 */
final class UnreadAnswers {

    private static final int SMALL = 64 * 1024;

    private final int limit;
    private long bytes;

    /** @param limit in bytes */
    UnreadAnswers(final int limit) {
        this.limit = limit;
    }

    /** How long the next answer may be. */
    int room() {
        return (int) Math.max(SMALL, limit - bytes);
    }

    void add(final int length) {
        bytes += length;
    }

    void remove(final int length) {
        bytes -= length;
    }
}
