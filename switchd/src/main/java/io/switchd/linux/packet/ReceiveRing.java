package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.port.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory that a packet socket shares with the kernel: the kernel writes each frame that arrives into the next slot
 * (TPACKET_V2), on the sender's processor, and the loop reads it there without a system call and sends it from there.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A slot has room for an ordinary frame and not for a train of 64 KiB. What is longer is queued as well, whole
 *       (PACKET_COPY_THRESH), in the order of its slots, and is fetched into a {@link LongFrames}, a few at a time.
 *   <li>The slot's status passes it between kernel and loop, so it is read with acquire and written with release; all
 *       else in a slot is plain memory.
 *   <li>Slots go back to the kernel only with {@link #release()}, since until then they are being sent from.
 *   <li>The distance between slots is an odd number of cache lines, so that their headers do not fall into the same
 *       cache sets.
 *   <li>A frame whose offloads the kernel cannot describe (a UDP train from a virtual machine cut into IP fragments, an
 *       SCTP train) leaves the kernel's own mark on its slot, and nothing ever arrives again (seen on Linux 6.18,
 *       {@code tpacket_rcv}). {@link AfPacketPort} finds out.
 *   <li>The ring has blocks of 64 KiB, because the kernel looks for each block in one piece.
 * </ul>
 *
 * <p>Confined to the thread of the loop, except for opening and closing. {@link RingLayout} has the picture.
 */
final class ReceiveRing implements AutoCloseable {

    /** Frames that one {@link #look()} finds at most. */
    static final int BATCH = 64;

    private static final int CACHE_LINE = 64;
    private static final int SLOT_SIZE = 25 * CACHE_LINE;
    private static final int BLOCK_SIZE = 64 * 1024;
    private static final int SLOTS_PER_BLOCK = BLOCK_SIZE / SLOT_SIZE;
    private static final VarHandle STATUS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final int descriptor;
    private final LongFrames longFrames;
    private final InHand inHand;
    private final FrameView view = new FrameView();
    private final int[] batch = new int[BATCH];
    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final long address;
    private final int size;
    private boolean outOfStep;
    private int next;
    private int count;
    private int longFound;
    private int longCount;
    private int longRead;

    private ReceiveRing(final PacketSocket socket, final int frames, final LongFrames longFrames, final InHand inHand) throws LinuxException {
        this.longFrames = longFrames;
        this.inHand = inHand;
        descriptor = socket.descriptor();
        size = blocks(frames) * BLOCK_SIZE;
        memory = NativeMemory.map(descriptor, size);
        buffer = memory.buffer();
        address = memory.address();
        next = inHand.next();
    }

    /**
     * Gives a socket a ring.
     *
     * @param frames     that find room, rounded up to a whole block
     * @param longFrames of the loop that will own the ring
     * @throws LinuxException ENOMEM when the kernel has not the memory
     */
    static ReceiveRing make(final PacketSocket socket, final int frames, final LongFrames longFrames, final InHand inHand) throws LinuxException {
        socket.makeRing(BLOCK_SIZE, blocks(frames), SLOT_SIZE, capacity(frames));
        return new ReceiveRing(socket, frames, longFrames, inHand);
    }

    /** Goes on with the ring that a socket has. */
    static ReceiveRing adopt(final PacketSocket socket, final int frames, final LongFrames longFrames, final InHand inHand) throws LinuxException {
        final ReceiveRing ring = new ReceiveRing(socket, frames, longFrames, inHand);
        if (inHand.isBeingReleased()) {
            ring.finishRelease();
        }
        return ring;
    }

    /** Frames that there is room for when so many are asked for. */
    static int capacity(final int frames) {
        return blocks(frames) * SLOTS_PER_BLOCK;
    }

    private static int blocks(final int frames) {
        return (frames + SLOTS_PER_BLOCK - 1) / SLOTS_PER_BLOCK;
    }

    private void finishRelease() {
        int slot = next;
        for (int i = 0; i < inHand.count(); i++) {
            if (i >= inHand.released()) {
                STATUS.setRelease(buffer, slot + RingLayout.TP_STATUS, PacketConstants.TP_STATUS_KERNEL);
            }
            slot = after(slot);
        }
        next = slot;
    }

    /**
     * Looks for frames that have arrived, a batch at most; returns how many. They are to be taken, or else they are found
     * again. What was given before must be released.
     */
    int look() {
        return look(BATCH);
    }

    /** As {@link #look()}, for so many frames at most. */
    int look(final int limit) {
        int slot = next;
        int found = 0;
        int foundLong = 0;
        while (found < Math.min(limit, BATCH)) {
            final int status = (int) STATUS.getAcquire(buffer, slot + RingLayout.TP_STATUS);
            if ((status & PacketConstants.TP_STATUS_USER) == 0) {
                break;
            }
            if ((status & PacketConstants.TP_STATUS_COPY) != 0 && ++foundLong > LongFrames.SLOTS) {
                foundLong = LongFrames.SLOTS;
                break;
            }
            batch[found++] = slot;
            slot = after(slot);
        }
        count = found;
        longFound = foundLong;
        return found;
    }

    /** Takes what was found, after which it can be asked for. */
    void take() {
        taken(longFound == 0 ? 0 : longFrames.receive(descriptor, longFound));
    }

    /** Takes what was found again, after a daemon has ended that had begun to. */
    void takeAgain() {
        taken(longFound == 0 ? 0 : longFrames.receiveAgain(descriptor, longFound));
    }

    private void taken(final int received) {
        longCount = received;
        outOfStep |= longCount < longFound;
        longRead = 0;
    }

    /** Leaves what was found where it is. */
    void leave() {
        count = 0;
    }

    /**
     * The i-th frame of the last {@link #take()}, shown by the ring's one view; null when the kernel had no room for
     * all of it, or it is no Ethernet frame. To be asked for in order, each once.
     */
    FrameView frame(final int i) {
        final int slot = batch[i];
        final int status = buffer.getInt(slot + RingLayout.TP_STATUS);
        if ((status & PacketConstants.TP_STATUS_COPY) != 0) {
            return longRead < longCount ? longFrames.frame(longRead++) : null;
        }
        final int length = buffer.getInt(slot + RingLayout.TP_LEN);
        if (length < EthernetLayout.HEADER_LENGTH || length != buffer.getInt(slot + RingLayout.TP_SNAPLEN)) {
            return null;
        }
        final int start = slot + (buffer.getShort(slot + RingLayout.TP_MAC) & 0xFFFF);
        return view.wrap(buffer, start, length, address + start)
            .tagged(StrippedTag.of(status, buffer.getShort(slot + RingLayout.TP_VLAN_TPID), buffer.getShort(slot + RingLayout.TP_VLAN_TCI)));
    }

    /** Why {@link #frame(int)} was null. */
    DropReason lossOf(final int i) {
        final int length = buffer.getInt(batch[i] + RingLayout.TP_LEN);
        if (length < EthernetLayout.HEADER_LENGTH || length > LongFrames.CAPACITY) {
            return DropReason.RX_BAD_LENGTH;
        }
        final boolean wasQueued = (buffer.getInt(batch[i] + RingLayout.TP_STATUS) & PacketConstants.TP_STATUS_COPY) != 0;
        return wasQueued ? DropReason.RX_UNREADABLE : DropReason.RX_OVERRUN;
    }

    /** Gives the slots of what was taken back to the kernel; returns how many. */
    int release() {
        for (int i = 0; i < count; i++) {
            STATUS.setRelease(buffer, batch[i] + RingLayout.TP_STATUS, PacketConstants.TP_STATUS_KERNEL);
            inHand.released(i + 1);
        }
        if (count > 0) {
            next = after(batch[count - 1]);
        }
        final int released = count;
        count = 0;
        return released;
    }

    /** How many were found that are not yet released. */
    int count() {
        return count;
    }

    /** Where the next frame will be, for {@link InHand}. */
    int next() {
        return next;
    }

    /** Whether nothing has arrived that was not received. */
    boolean isEmpty() {
        return ((int) STATUS.getAcquire(buffer, next + RingLayout.TP_STATUS) & PacketConstants.TP_STATUS_USER) == 0;
    }

    /** Whether a long frame was not queued that should have been, so that its slot and the queue may not fit any more. */
    boolean isOutOfStep() {
        return outOfStep;
    }

    private int after(final int slot) {
        final int following = slot + SLOT_SIZE;
        final int inBlock = following & BLOCK_SIZE - 1;
        final int found = inBlock + SLOT_SIZE <= BLOCK_SIZE ? following : following - inBlock + BLOCK_SIZE;
        return found == size ? 0 : found;
    }

    @Override
    public void close() {
        memory.close();
    }
}
