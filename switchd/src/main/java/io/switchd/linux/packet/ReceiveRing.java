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

    /** Frames that one {@link #receive()} gives at most. */
    static final int BATCH = 64;

    private static final int CACHE_LINE = 64;
    private static final int SLOT_SIZE = 25 * CACHE_LINE;
    private static final int BLOCK_SIZE = 64 * 1024;
    private static final int SLOTS_PER_BLOCK = BLOCK_SIZE / SLOT_SIZE;
    private static final VarHandle STATUS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final int descriptor;
    private final LongFrames longFrames;
    private final FrameView view = new FrameView();
    private final int[] batch = new int[BATCH];
    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final long address;
    private final int size;
    private boolean outOfStep;
    private int next;
    private int count;
    private int longCount;
    private int longRead;

    /**
     * @param frames     that find room, rounded up to a whole block
     * @param longFrames of the loop that will own the ring
     * @throws LinuxException ENOMEM when the kernel has not the memory
     */
    ReceiveRing(final PacketSocket socket, final int frames, final LongFrames longFrames) throws LinuxException {
        this.longFrames = longFrames;
        final int blocks = (frames + SLOTS_PER_BLOCK - 1) / SLOTS_PER_BLOCK;
        socket.makeRing(BLOCK_SIZE, blocks, SLOT_SIZE, blocks * SLOTS_PER_BLOCK);
        descriptor = socket.descriptor();
        size = blocks * BLOCK_SIZE;
        memory = NativeMemory.map(descriptor, size);
        buffer = memory.buffer();
        address = memory.address();
    }

    /** Looks for frames that have arrived, a batch at most; returns how many. What was given before must be released. */
    int receive() {
        int slot = next;
        int found = 0;
        int foundLong = 0;
        while (found < BATCH) {
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
        longCount = foundLong == 0 ? 0 : longFrames.receive(descriptor, foundLong);
        outOfStep |= longCount < foundLong;
        longRead = 0;
        return found;
    }

    /**
     * The i-th frame of the last {@link #receive()}, shown by the ring's one view; null when the kernel had no room for
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

    /** Gives the slots of the last {@link #receive()} back to the kernel. */
    void release() {
        for (int i = 0; i < count; i++) {
            STATUS.setRelease(buffer, batch[i] + RingLayout.TP_STATUS, PacketConstants.TP_STATUS_KERNEL);
        }
        if (count > 0) {
            next = after(batch[count - 1]);
            count = 0;
        }
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
