package io.switchd.control;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What one user takes of a socket: connections, requests a second, and requests at once. A long request, or answer, counts as
 * several of a second: for a program that sends a request of 1 MiB the daemon works as long as for many small ones. Who has used
 * up a second's worth, or has as many requests in work as he may, waits until he may go on, and is not refused; of his connections
 * the one goes on first that has waited longest. Root does not wait.
 *
 * <p>Confined to the event loop of the control channel; time is passed in.
 */
final class Account {

    static final int ROOT = 0;
    /** Bytes for which a request counts once more. */
    static final int REQUEST_BYTES = 2 * 1024;
    /** Bytes for which an answer counts like another request. */
    static final int ANSWER_BYTES = 64 * 1024;

    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int uid;
    private final long nanosPerRequest;
    private final int atOnce;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int connections;
    private int inWork;
    /** When all that was asked would have been done at the rate that is allowed. */
    private long doneNanos;

    Account(final int uid, final int requestsPerSecond, final int atOnce, final long nowNanos) {
        this.uid = uid;
        this.atOnce = atOnce;
        nanosPerRequest = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        doneNanos = nowNanos;
    }

    /** To be read without a sign; -1 when it is not known. */
    int uid() {
        return uid;
    }

    boolean isRoot() {
        return uid == ROOT;
    }

    int connections() {
        return connections;
    }

    void connected() {
        connections++;
    }

    void disconnected() {
        connections--;
    }

    /** How long until the next request may begin. */
    long waitNanos(final long nowNanos) {
        return isRoot() ? 0 : Math.max(0, doneNanos - nowNanos - BURST_NANOS);
    }

    /**
     * Whether another request may begin.
     *
     * @param turn is run otherwise, once, when one may; it may be that another connection of the user was faster
     */
    boolean mayBegin(final Runnable turn) {
        if (isRoot() || inWork < atOnce) {
            return true;
        }
        waiting.add(turn);
        return false;
    }

    /** @param turn of a connection that is gone */
    void leave(final Runnable turn) {
        waiting.remove(turn);
    }

    void begun() {
        inWork++;
    }

    /** One that had begun is answered. */
    void ended() {
        inWork--;
        while (inWork < atOnce && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    void chargeRequest(final int bytes, final long nowNanos) {
        charge(1 + bytes / REQUEST_BYTES, nowNanos);
    }

    void chargeAnswer(final int bytes, final long nowNanos) {
        charge(bytes / ANSWER_BYTES, nowNanos);
    }

    private void charge(final int requests, final long nowNanos) {
        doneNanos = (doneNanos - nowNanos > 0 ? doneNanos : nowNanos) + requests * nanosPerRequest;
    }
}
