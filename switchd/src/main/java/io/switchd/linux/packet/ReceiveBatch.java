package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;

/**
 * The memory into which the ports of one loop receive, and the vector of messages that describes it to recvmmsg(2).
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A frame is at most 1,514 bytes or, as a train of segments, up to 64 KiB. A slot therefore has a dense head of 2
 *       KiB, in which every ordinary frame lies whole, and a tail for the rest; so 64 small frames share 132 KiB of
 *       cache, and a train needs no copy.
 *   <li>One batch serves all ports of the loop, one after another, since what one port received has been sent before
 *       the next is asked. The memory stays in the cache, and does not grow with the number of ports.
 *   <li>The distance between heads is an odd number of cache lines, so that their first lines do not all fall into the
 *       same cache set.
 * </ul>
 *
 * <p>Confined to the thread of the loop.
 */
public final class ReceiveBatch implements AutoCloseable {

    static final int SLOTS = 64;

    private static final int CACHE_LINE = 64;
    private static final int HEAD_SIZE = 33 * CACHE_LINE;
    private static final int HEAD_CAPACITY = HEAD_SIZE - OffloadHeader.LENGTH;
    private static final int TAIL_SIZE = 64 * 1024;
    private static final int IOVECS = 2;

    private static final int HEADERS = 0;
    private static final int VECTORS = HEADERS + SLOTS * MessageLayout.MMSGHDR_SIZE;
    private static final int CONTROLS = VECTORS + SLOTS * IOVECS * MessageLayout.IOVEC_SIZE;
    private static final int HEADS = CONTROLS + SLOTS * MessageLayout.CONTROL_SIZE;
    private static final int SIZE = HEADS + SLOTS * HEAD_SIZE;

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final NativeMemory tails = NativeMemory.allocate((long) SLOTS * TAIL_SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final long address = memory.address();
    private final long tailsAddress = tails.address();
    private final FrameView view = new FrameView();

    public ReceiveBatch() {
        for (int slot = 0; slot < SLOTS; slot++) {
            final int header = HEADERS + slot * MessageLayout.MMSGHDR_SIZE;
            final int vector = VECTORS + slot * IOVECS * MessageLayout.IOVEC_SIZE;
            buffer.putLong(header + MessageLayout.MSG_IOV, address + vector);
            buffer.putLong(header + MessageLayout.MSG_IOVLEN, IOVECS);
            buffer.putLong(header + MessageLayout.MSG_CONTROL, address + CONTROLS + slot * MessageLayout.CONTROL_SIZE);
            buffer.putLong(header + MessageLayout.MSG_CONTROLLEN, MessageLayout.CONTROL_SIZE);
            buffer.putLong(vector + MessageLayout.IOV_BASE, address + HEADS + slot * HEAD_SIZE);
            buffer.putLong(vector + MessageLayout.IOV_LEN, HEAD_SIZE);
            buffer.putLong(vector + MessageLayout.IOVEC_SIZE + MessageLayout.IOV_BASE, tailAddress(slot));
            buffer.putLong(vector + MessageLayout.IOVEC_SIZE + MessageLayout.IOV_LEN, TAIL_SIZE);
        }
    }

    /** Receives what has arrived at a socket; returns how many frames, or -1 with errno set. */
    int receive(final int socket) {
        return LibC.recvmmsg(socket, address + HEADERS, SLOTS, PacketConstants.MSG_DONTWAIT | PacketConstants.MSG_TRUNC, 0);
    }

    /**
     * The frame in a slot, shown by the batch's one view; null when it is no Ethernet frame or longer than the slot.
     * Each slot is read once for each receive.
     */
    FrameView frame(final int slot) {
        final int header = HEADERS + slot * MessageLayout.MMSGHDR_SIZE;
        final int length = buffer.getInt(header + MessageLayout.MSG_LEN) - OffloadHeader.LENGTH;
        final boolean hasControl = buffer.getLong(header + MessageLayout.MSG_CONTROLLEN) >= MessageLayout.CMSG_DATA + MessageLayout.AUXDATA_SIZE;
        buffer.putLong(header + MessageLayout.MSG_CONTROLLEN, MessageLayout.CONTROL_SIZE);
        if (length < EthernetLayout.HEADER_LENGTH || length > HEAD_CAPACITY + TAIL_SIZE) {
            return null;
        }
        final int head = HEADS + slot * HEAD_SIZE + OffloadHeader.LENGTH;
        view.wrap(buffer, head, length, Math.min(length, HEAD_CAPACITY), address + head, tailAddress(slot));
        if (hasControl) {
            readTag(CONTROLS + slot * MessageLayout.CONTROL_SIZE);
        }
        return view;
    }

    private void readTag(final int control) {
        if (buffer.getInt(control + MessageLayout.CMSG_LEVEL) != PacketConstants.SOL_PACKET
            || buffer.getInt(control + MessageLayout.CMSG_TYPE) != PacketConstants.PACKET_AUXDATA) {
            return;
        }
        final int auxdata = control + MessageLayout.CMSG_DATA;
        final int status = buffer.getInt(auxdata + MessageLayout.TP_STATUS);
        if ((status & PacketConstants.TP_STATUS_VLAN_VALID) != 0) {
            final int tpid = (status & PacketConstants.TP_STATUS_VLAN_TPID_VALID) != 0
                ? buffer.getShort(auxdata + MessageLayout.TP_VLAN_TPID) & 0xFFFF
                : EthernetLayout.TPID_8021Q;
            view.tagged(VlanTag.of(tpid, buffer.getShort(auxdata + MessageLayout.TP_VLAN_TCI)));
        }
    }

    private long tailAddress(final int slot) {
        return tailsAddress + (long) slot * TAIL_SIZE;
    }

    @Override
    public void close() {
        memory.close();
        tails.close();
    }
}
