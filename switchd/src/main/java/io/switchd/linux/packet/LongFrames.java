package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.MemoryFile;
import io.switchd.linux.libc.MessageLayout;
import io.switchd.linux.libc.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory into which the ports of one loop receive the frames that are not in a {@link ReceiveRing}, because they are
 * too long, trains of up to 64 KiB, or because the ring was full, and the vector of messages that describes it to recvmmsg(2).
 *
 * <p>One serves all ports of the loop, one after another, since what one port received has been sent before the next is
 * asked. It is a mebibyte; 2, 4 or 64 slots were no faster.
 *
 * <p>It may be memory that outlives the daemon, so that the next one finds what this one has received and not yet sent on:
 * the length of a message is 0 until the kernel has written it. {@link #batch()} says of which batch that is.
 *
 * <pre>
 *  0         8            1032         1288          1800 (rounded up)
 * +---------+------------+------------+-------------+----------------
 * |  batch  | 16 mmsghdr | 16 iovec   | 16 controls | 16 frames
 * +---------+------------+------------+-------------+----------------
 * </pre>
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

    private static final int BATCH = 0;
    private static final int HEADERS = BATCH + Long.BYTES;
    private static final int VECTORS = HEADERS + SLOTS * MessageLayout.MMSGHDR_SIZE;
    private static final int CONTROLS = VECTORS + SLOTS * MessageLayout.IOVEC_SIZE;
    private static final int FRAMES = (CONTROLS + SLOTS * AuxdataLayout.CONTROL_SIZE + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    private static final int SIZE = FRAMES + SLOTS * SLOT_SIZE;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final long address;
    private final FrameView view = new FrameView();
    private long batch;
    private int unreadable;

    /** In memory that ends with the daemon. */
    public LongFrames() {
        this(NativeMemory.allocate(SIZE));
    }

    private LongFrames(final NativeMemory memory) {
        this.memory = memory;
        buffer = memory.buffer();
        address = memory.address();
        for (int slot = 0; slot < SLOTS; slot++) {
            final int header = header(slot);
            final int vector = VECTORS + slot * MessageLayout.IOVEC_SIZE;
            buffer.putLong(header + MessageLayout.MSG_IOV, address + vector);
            buffer.putLong(header + MessageLayout.MSG_IOVLEN, 1);
            buffer.putLong(header + MessageLayout.MSG_CONTROL, address + CONTROLS + slot * AuxdataLayout.CONTROL_SIZE);
            buffer.putLong(header + MessageLayout.MSG_CONTROLLEN, AuxdataLayout.CONTROL_SIZE);
            buffer.putLong(vector + MessageLayout.IOV_BASE, address + FRAMES + (long) slot * SLOT_SIZE);
            buffer.putLong(vector + MessageLayout.IOV_LEN, SLOT_SIZE);
        }
    }

    /** In memory that others share, in which may be what a daemon that has ended has left. */
    public static LongFrames in(final MemoryFile file) throws LinuxException {
        return new LongFrames(file.map(SIZE));
    }

    /** The batch that the loop has in hand. */
    long batch() {
        return batch;
    }

    /** The loop takes a batch in hand. */
    void begin(final long batch) {
        this.batch = batch;
    }

    /** Whether what a daemon that has ended had received of a batch is still there: another port may have taken the place. */
    boolean hasLeft(final long batch) {
        return buffer.getLong(BATCH) == batch;
    }

    /** What it had received, and what is missing of that now. */
    int receiveAgain(final int socket, final int count) {
        if (!hasLeft(batch)) {
            return receive(socket, count);
        }
        final int received = received();
        return received < count ? received + receive(socket, received, count) : received;
    }

    /** What was received, by the lengths that the kernel has written. */
    int received() {
        int received = 0;
        while (received < SLOTS && buffer.getInt(header(received) + MessageLayout.MSG_LEN) != 0) {
            received++;
        }
        return received;
    }

    private static int header(final int slot) {
        return HEADERS + slot * MessageLayout.MMSGHDR_SIZE;
    }

    /**
     * Receives frames that are queued at a socket; returns how many. An error in between is told by the kernel once: ENETDOWN, when
     * the device goes down, takes no frame; EINVAL takes one, whose offload the kernel cannot describe.
     */
    int receive(final int socket, final int count) {
        unreadable = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            buffer.putInt(header(slot) + MessageLayout.MSG_LEN, 0);
        }
        LONG.setRelease(buffer, BATCH, batch);
        return receive(socket, 0, count);
    }

    /** How many frames the last {@link #receive(int, int)} has cost that nobody can read. */
    int unreadable() {
        return unreadable;
    }

    private int receive(final int socket, final int from, final int count) {
        int received = from;
        int errors = 0;
        while (received < count && errors < MAX_ERRORS) {
            final int more = LibC.recvmmsg(socket, address + header(received), count - received,
                PacketConstants.MSG_DONTWAIT | PacketConstants.MSG_TRUNC, 0);
            if (more >= 0) {
                received += more;
            } else if (LibC.errno() == Errno.EAGAIN) {
                break;
            } else {
                unreadable += LibC.errno() == Errno.EINVAL ? 1 : 0;
                errors++;
            }
        }
        return received - from;
    }

    /**
     * The frame in a slot, shown by the one view; null when it is longer than the slot. Each slot is read once for each
     * receive.
     */
    FrameView frame(final int slot) {
        final int header = header(slot);
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
