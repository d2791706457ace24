package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.MessageLayout;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;

/**
 * The memory into which the ports of one loop receive the frames that are too long for a {@link ReceiveRing}, trains of
 * up to 64 KiB, and the vector of messages that describes it to recvmmsg(2).
 *
 * <p>One serves all ports of the loop, one after another, since what one port received has been sent before the next is
 * asked. It is a mebibyte; 2, 4 or 64 slots were no faster.
 *
 * <p>Confined to the thread of the loop.
 */
public final class LongFrames implements AutoCloseable {

    static final int SLOTS = 16;

    private static final int CACHE_LINE = 64;
    /** The longest that Linux 6.18 makes unless told otherwise (gso_max_size), in whole cache lines. */
    private static final int SLOT_SIZE = (OffloadHeader.LENGTH + EthernetLayout.HEADER_LENGTH + 65_535 + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    static final int CAPACITY = SLOT_SIZE - OffloadHeader.LENGTH;
    private static final int MAX_ERRORS = 3;

    private static final int HEADERS = 0;
    private static final int VECTORS = HEADERS + SLOTS * MessageLayout.MMSGHDR_SIZE;
    private static final int CONTROLS = VECTORS + SLOTS * MessageLayout.IOVEC_SIZE;
    private static final int FRAMES = (CONTROLS + SLOTS * AuxdataLayout.CONTROL_SIZE + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    private static final int SIZE = FRAMES + SLOTS * SLOT_SIZE;

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final long address = memory.address();
    private final FrameView view = new FrameView();

    public LongFrames() {
        for (int slot = 0; slot < SLOTS; slot++) {
            final int header = HEADERS + slot * MessageLayout.MMSGHDR_SIZE;
            final int vector = VECTORS + slot * MessageLayout.IOVEC_SIZE;
            buffer.putLong(header + MessageLayout.MSG_IOV, address + vector);
            buffer.putLong(header + MessageLayout.MSG_IOVLEN, 1);
            buffer.putLong(header + MessageLayout.MSG_CONTROL, address + CONTROLS + slot * AuxdataLayout.CONTROL_SIZE);
            buffer.putLong(header + MessageLayout.MSG_CONTROLLEN, AuxdataLayout.CONTROL_SIZE);
            buffer.putLong(vector + MessageLayout.IOV_BASE, address + FRAMES + (long) slot * SLOT_SIZE);
            buffer.putLong(vector + MessageLayout.IOV_LEN, SLOT_SIZE);
        }
    }

    /**
     * Receives frames that are queued at a socket; returns how many. An error in between (ENETDOWN, when the device goes
     * down) is told by the kernel once and takes no frame.
     */
    int receive(final int socket, final int count) {
        int received = 0;
        int errors = 0;
        while (received < count && errors < MAX_ERRORS) {
            final int more = LibC.recvmmsg(socket, address + HEADERS + (long) received * MessageLayout.MMSGHDR_SIZE, count - received,
                PacketConstants.MSG_DONTWAIT | PacketConstants.MSG_TRUNC, 0);
            if (more >= 0) {
                received += more;
            } else if (LibC.errno() == Errno.EAGAIN) {
                break;
            } else {
                errors++;
            }
        }
        return received;
    }

    /**
     * The frame in a slot, shown by the one view; null when it is longer than the slot. Each slot is read once for each
     * receive.
     */
    FrameView frame(final int slot) {
        final int header = HEADERS + slot * MessageLayout.MMSGHDR_SIZE;
        final int length = buffer.getInt(header + MessageLayout.MSG_LEN) - OffloadHeader.LENGTH;
        final boolean hasControl = buffer.getLong(header + MessageLayout.MSG_CONTROLLEN) >= MessageLayout.CMSG_DATA + AuxdataLayout.AUXDATA_SIZE;
        buffer.putLong(header + MessageLayout.MSG_CONTROLLEN, AuxdataLayout.CONTROL_SIZE);
        if (length < EthernetLayout.HEADER_LENGTH || length > CAPACITY) {
            return null;
        }
        final int start = FRAMES + slot * SLOT_SIZE + OffloadHeader.LENGTH;
        view.wrap(buffer, start, length, address + start);
        if (hasControl) {
            readTag(CONTROLS + slot * AuxdataLayout.CONTROL_SIZE);
        }
        return view;
    }

    private void readTag(final int control) {
        if (buffer.getInt(control + MessageLayout.CMSG_LEVEL) != PacketConstants.SOL_PACKET
            || buffer.getInt(control + MessageLayout.CMSG_TYPE) != PacketConstants.PACKET_AUXDATA) {
            return;
        }
        final int auxdata = control + MessageLayout.CMSG_DATA;
        view.tagged(StrippedTag.of(buffer.getInt(auxdata + AuxdataLayout.TP_STATUS), buffer.getShort(auxdata + AuxdataLayout.TP_VLAN_TPID),
            buffer.getShort(auxdata + AuxdataLayout.TP_VLAN_TCI)));
    }

    @Override
    public void close() {
        memory.close();
    }
}
