package io.switchd.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody's traffic while something else goes on: numbered frames from one host to another at a steady rate, on a
 * thread of its own, each of which has to arrive once and in order. The hosts are the flow's until it is stopped.
 */
public final class Flow implements AutoCloseable {

    private static final int NUMBER_AT = 20;
    private static final int MARK_AT = NUMBER_AT - Integer.BYTES;
    private static final int MARK = 0x466C_6F77;
    /** Frames are sent so often at most, several at once when there have to be more. */
    private static final int TURNS_PER_SECOND = 5_000;

    private final RawHost from;
    private final RawHost to;
    private final byte[] frame;
    private final int framesInTurn;
    private final long intervalNanos;
    private final CompletableFuture<Void> thread;
    private volatile boolean stopped;
    private volatile long sent;
    private volatile long received;
    private long outOfOrder;
    private long slowestNanos;

    public Flow(final RawHost from, final RawHost to, final String destination, final String source, final int perSecond) {
        this.from = from;
        this.to = to;
        framesInTurn = (perSecond + TURNS_PER_SECOND - 1) / TURNS_PER_SECOND;
        intervalNanos = Duration.ofSeconds(1).toNanos() * framesInTurn / perSecond;
        frame = Frames.frame(destination, source).payload(0x88B5, new byte[46]);
        ByteBuffer.wrap(frame).putInt(MARK_AT, MARK);
        thread = CompletableFuture.runAsync(this::run, task -> new Thread(task, "flow").start());
        Await.until("the flow flows", Duration.ofSeconds(5), () -> received > 0 || thread.isDone());
    }

    private void run() {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        long next = System.nanoTime();
        while (!stopped) {
            for (int i = 0; i < framesInTurn; i++) {
                bytes.putLong(NUMBER_AT, sent).putLong(NUMBER_AT + Long.BYTES, System.nanoTime());
                from.send(frame);
                sent++;
            }
            next += intervalNanos;
            do {
                receive();
                LockSupport.parkNanos(Math.min(intervalNanos / 2, next - System.nanoTime()));
            } while (System.nanoTime() < next);
        }
    }

    private void receive() {
        for (final byte[] each : to.take()) {
            if (isOfFlow(each)) {
                outOfOrder += ByteBuffer.wrap(each).getLong(NUMBER_AT) == received ? 0 : 1;
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - ByteBuffer.wrap(each).getLong(NUMBER_AT + Long.BYTES));
                received++;
            }
        }
    }

    /** Whether a frame, wherever it was seen, is one of a flow. */
    public static boolean isOfFlow(final byte[] frame) {
        return frame.length >= NUMBER_AT && ByteBuffer.wrap(frame).getInt(MARK_AT) == MARK;
    }

    /** Stops it, and demands that all frames have arrived once and in order. */
    public void arrivesWhole() {
        close();
        final long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (received < sent && System.nanoTime() < end) {
            receive();
        }
        if (received != sent || outOfOrder != 0) {
            throw new AssertionError("of a flow of " + sent + " frames " + received + " arrived, " + outOfOrder + " of them out of order");
        }
    }

    public long received() {
        return received;
    }

    public long sent() {
        return sent;
    }

    /** The longest time that a frame was on its way, as far as it was looked for; of a flow that has stopped. */
    public Duration slowest() {
        return Duration.ofNanos(slowestNanos);
    }

    @Override
    public void close() {
        stopped = true;
        thread.join();
    }
}
