package io.switchd.linux.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a port has taken out of its {@link Reception} and not yet given back, told in memory that outlives the daemon. The
 * daemon may be killed between any two instructions, and the next one goes on from there: it sends on what was taken and
 * not sent, once, and gives back what was sent.
 *
 * <pre>
 *  0       4        8       12         16     20       24     32      40      48
 * +-------+--------+-------+----------+------+--------+------+-------+-------+
 * | state | source | count | released | next | deaths | gone | taken | batch |
 * +-------+--------+-------+----------+------+--------+------+-------+-------+
 * </pre>
 *
 * <p>State: of what the port has taken last. Source: the ring or the queue. Count: of frames that were taken out of the
 * ring, whose slots are to be given back, and released, how many of them have been. Next: the slot of the ring in which the next frame will be, once
 * those have been given back. Deaths: how many daemons have ended with this batch in hand. Gone: {@link io.switchd.linux.bpf.Steering#gone()}, then. Taken: {@link
 * io.switchd.linux.bpf.Steering#taken()} before the batch. Batch: a number that no other batch
 * of any port has, as long as devices have other indexes.
 *
 * <p>Each step is told by one word that is written last, after the others (release), so that what is read afterwards is
 * whole. Confined to the thread of the loop.
 */
final class InHand {

    static final int STATE = 0;
    static final int SOURCE = STATE + Integer.BYTES;
    static final int COUNT = SOURCE + Integer.BYTES;
    static final int RELEASED = COUNT + Integer.BYTES;
    static final int NEXT = RELEASED + Integer.BYTES;
    static final int DEATHS = NEXT + Integer.BYTES;
    static final int GONE = DEATHS + Integer.BYTES;
    static final int TAKEN_BEFORE = GONE + Long.BYTES;
    static final int BATCH = TAKEN_BEFORE + Long.BYTES;
    static final int SIZE = BATCH + Long.BYTES;

    private static final int NOTHING = 0;
    private static final int TAKEN = 1;
    private static final int SENT = 2;
    private static final int RING = 0;
    private static final int QUEUE = 1;

    private static final int DEVICE_SHIFT = 40;
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private long batch;

    /** @param memory zeroed, or what another has left there */
    InHand(final ByteBuffer memory, final int device) {
        this.memory = memory;
        batch = Math.max(memory.getLong(BATCH), (long) device << DEVICE_SHIFT);
    }

    /** A batch of so many frames is about to be taken out of the ring; returns its number. */
    long takeFromRing(final int count) {
        memory.putInt(COUNT, count);
        return take(RING);
    }

    /** A batch is about to be taken out of the queue; returns its number. */
    long takeFromQueue(final long taken) {
        memory.putLong(TAKEN_BEFORE, taken);
        return take(QUEUE);
    }

    /** Another daemon has ended with what is taken; returns how many now have. */
    int die() {
        final int deaths = memory.getInt(DEATHS) + 1;
        memory.putInt(DEATHS, deaths);
        return deaths;
    }

    private long take(final int source) {
        memory.putLong(BATCH, ++batch).putInt(DEATHS, 0);
        memory.putInt(SOURCE, source);
        INT.setRelease(memory, STATE, TAKEN);
        return batch;
    }

    /** What was taken has been sent, or there was nothing; it is not for the ring. */
    void done() {
        INT.setRelease(memory, STATE, NOTHING);
    }

    /** What was taken has been sent, and its slots are given back from now on. */
    void sent(final int count, final long gone) {
        memory.putInt(COUNT, count).putLong(GONE, gone);
        INT.setRelease(memory, RELEASED, 0);
        INT.setRelease(memory, STATE, SENT);
    }

    void released(final int slots) {
        INT.setRelease(memory, RELEASED, slots);
    }

    /** All are given back. */
    void done(final int next) {
        INT.setRelease(memory, NEXT, next);
        INT.setRelease(memory, STATE, NOTHING);
    }

    boolean isTaken() {
        return memory.getInt(STATE) == TAKEN;
    }

    boolean isFromQueue() {
        return memory.getInt(SOURCE) == QUEUE;
    }

    boolean isBeingReleased() {
        return memory.getInt(STATE) == SENT;
    }

    long batch() {
        return batch;
    }

    int count() {
        return memory.getInt(COUNT);
    }

    int released() {
        return memory.getInt(RELEASED);
    }

    int next() {
        return memory.getInt(NEXT);
    }

    long taken() {
        return memory.getLong(TAKEN_BEFORE);
    }

    long gone() {
        return memory.getLong(GONE);
    }
}
