package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.MessageLayout;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;

/**
 * The frames one port is about to send, as the vector of messages that sendmmsg(2) takes. They are sent out of the
 * memory in which they were received.
 *
 * <p>Tags are pushed by gathering: the queue has for each message a little room into which the offload header and the
 * two addresses are copied and the tags written behind them; the rest of the frame stays where it is. The frame itself
 * is not touched, so that the next port may get it with other tags or none.
 *
 * <pre>
 *  0                10            22      26      30
 * +----------------+-------------+-------+-------+        +------------------------------+
 * | offload header |  addresses  |  tag  |  tag  |  then  | the frame from its EtherType |
 * +----------------+-------------+-------+-------+        +------------------------------+
 * </pre>
 *
 * The checksum of a frame begins four bytes later for each tag, and so does what is counted in hdr_len.
 *
 * <p>Confined to the thread of the loop.
 */
final class SendQueue implements AutoCloseable {

    private static final int CAPACITY = ReceiveRing.BATCH;
    private static final int IOVECS = 2;

    private static final int ADDRESSES = OffloadHeader.LENGTH;
    private static final int TAGS = ADDRESSES + EthernetLayout.ADDRESSES_LENGTH;
    private static final int MAX_TAGS = 2;
    private static final int PREFIX_LENGTH = TAGS + MAX_TAGS * EthernetLayout.TAG_LENGTH;
    private static final int PREFIX_SIZE = (PREFIX_LENGTH + Long.BYTES - 1) / Long.BYTES * Long.BYTES;

    private static final int HEADERS = 0;
    private static final int VECTORS = HEADERS + CAPACITY * MessageLayout.MMSGHDR_SIZE;
    private static final int PREFIXES = VECTORS + CAPACITY * IOVECS * MessageLayout.IOVEC_SIZE;
    private static final int SIZE = PREFIXES + CAPACITY * PREFIX_SIZE;

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final long address = memory.address();
    private final int[] lengths = new int[CAPACITY];
    private int size;

    SendQueue() {
        for (int i = 0; i < CAPACITY; i++) {
            final int header = HEADERS + i * MessageLayout.MMSGHDR_SIZE;
            buffer.putLong(header + MessageLayout.MSG_IOV, address + vectors(i));
        }
    }

    int size() {
        return size;
    }

    /** Length of the i-th frame in bytes, with its tags. */
    int length(final int i) {
        return lengths[i];
    }

    void clear() {
        size = 0;
    }

    void add(final FrameView frame, final long tags) {
        final int i = size++;
        final int tagsLength = VlanTag.length(tags);
        int vector = vectors(i);
        if (tagsLength > 0) {
            final int prefix = PREFIXES + i * PREFIX_SIZE;
            writePrefix(prefix, frame, tags, tagsLength);
            vector = vector(vector, address + prefix, TAGS + tagsLength);
            vector = vector(vector, frame.address() + EthernetLayout.ADDRESSES_LENGTH, frame.length() - EthernetLayout.ADDRESSES_LENGTH);
        } else {
            vector = vector(vector, frame.address() - OffloadHeader.LENGTH, frame.length() + OffloadHeader.LENGTH);
        }
        lengths[i] = frame.length() + tagsLength;
        buffer.putLong(HEADERS + i * MessageLayout.MMSGHDR_SIZE + MessageLayout.MSG_IOVLEN,
            (vector - vectors(i)) / MessageLayout.IOVEC_SIZE);
    }

    /**
     * Sends from the i-th frame on; returns how many the kernel took, or -1 with errno set when it took not even that
     * one.
     */
    int send(final int socket, final int i) {
        return LibC.sendmmsg(socket, address + HEADERS + (long) i * MessageLayout.MMSGHDR_SIZE, size - i, PacketConstants.MSG_DONTWAIT);
    }

    private void writePrefix(final int prefix, final FrameView frame, final long tags, final int tagsLength) {
        final ByteBuffer source = frame.buffer();
        final int at = frame.offset() - OffloadHeader.LENGTH;
        buffer.putLong(prefix, source.getLong(at));
        buffer.putLong(prefix + Long.BYTES, source.getLong(at + Long.BYTES));
        buffer.putInt(prefix + 2 * Long.BYTES, source.getInt(at + 2 * Long.BYTES));
        buffer.putShort(prefix + 2 * Long.BYTES + Integer.BYTES, source.getShort(at + 2 * Long.BYTES + Integer.BYTES));
        buffer.putInt(prefix + TAGS, Integer.reverseBytes(VlanTag.first(tags)));
        buffer.putInt(prefix + TAGS + EthernetLayout.TAG_LENGTH, Integer.reverseBytes(VlanTag.second(tags)));
        shift(prefix + OffloadHeader.HEADER_LENGTH, tagsLength);
        shift(prefix + OffloadHeader.CHECKSUM_START, tagsLength);
    }

    private void shift(final int field, final int by) {
        final short value = buffer.getShort(field);
        if (value != 0) {
            buffer.putShort(field, (short) (value + by));
        }
    }

    private int vector(final int at, final long base, final int length) {
        buffer.putLong(at + MessageLayout.IOV_BASE, base);
        buffer.putLong(at + MessageLayout.IOV_LEN, length);
        return at + MessageLayout.IOVEC_SIZE;
    }

    private static int vectors(final int i) {
        return VECTORS + i * IOVECS * MessageLayout.IOVEC_SIZE;
    }

    @Override
    public void close() {
        memory.close();
    }
}
