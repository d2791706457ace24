package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.MessageLayout;
import io.switchd.linux.libc.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
 * It may be in memory that outlives the daemon. The length of a message is 0 until the kernel has sent it, so the next
 * daemon, which has the same batch in hand, sees how many of it were sent, or refused, and goes on behind them.
 *
 * <pre>
 *  0       8      12     16            4112         6160        8208
 * +-------+------+------+-------------+------------+-----------+
 * | batch | size | (pad)| 64 mmsghdr  | 128 iovec  | 64 rooms  |
 * +-------+------+------+-------------+------------+-----------+
 * </pre>
 *
 * The checksum of a frame begins four bytes later for each tag, and so does what is counted in hdr_len.
 *
 * <p>Confined to the thread of the loop.
 */
final class SendQueue {

    private static final int CAPACITY = ReceiveRing.BATCH;
    private static final int IOVECS = 2;

    private static final int ADDRESSES = OffloadHeader.LENGTH;
    private static final int TAGS = ADDRESSES + EthernetLayout.ADDRESSES_LENGTH;
    private static final int MAX_TAGS = 2;
    private static final int PREFIX_LENGTH = TAGS + MAX_TAGS * EthernetLayout.TAG_LENGTH;
    private static final int PREFIX_SIZE = (PREFIX_LENGTH + Long.BYTES - 1) / Long.BYTES * Long.BYTES;

    private static final int BATCH = 0;
    private static final int COUNT = BATCH + Long.BYTES;
    private static final int HEADERS = COUNT + Long.BYTES;
    private static final int VECTORS = HEADERS + CAPACITY * MessageLayout.MMSGHDR_SIZE;
    private static final int PREFIXES = VECTORS + CAPACITY * IOVECS * MessageLayout.IOVEC_SIZE;
    static final int SIZE = PREFIXES + CAPACITY * PREFIX_SIZE;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer buffer;
    private final long address;
    private final int[] lengths = new int[CAPACITY];
    private final long leftBatch;
    private int sentBefore;
    private int size;

    /** @param memory zeroed, or what another has left there */
    SendQueue(final NativeMemory memory) {
        buffer = memory.buffer();
        address = memory.address();
        leftBatch = buffer.getLong(BATCH);
        sentBefore = Math.min(buffer.getInt(COUNT), CAPACITY);
        while (sentBefore > 0 && buffer.getInt(header(sentBefore - 1) + MessageLayout.MSG_LEN) == 0) {
            sentBefore--;
        }
        for (int i = 0; i < CAPACITY; i++) {
            final int header = header(i);
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

    /** Begins to send a batch; returns how many of it a daemon that has ended has sent already. */
    int begin(final long batch) {
        final int sent = batch == leftBatch ? Math.min(sentBefore, size) : 0;
        buffer.putInt(COUNT, size);
        LONG.setRelease(buffer, BATCH, batch);
        return sent;
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
        buffer.putLong(header(i) + MessageLayout.MSG_IOVLEN, (vector - vectors(i)) / MessageLayout.IOVEC_SIZE);
        buffer.putInt(header(i) + MessageLayout.MSG_LEN, 0);
    }

    /**
     * Sends from the i-th frame on; returns how many the kernel took, or -1 with errno set when it took not even that
     * one.
     */
    int send(final int socket, final int i) {
        return LibC.sendmmsg(socket, address + header(i), size - i, PacketConstants.MSG_DONTWAIT);
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

    private static int header(final int i) {
        return HEADERS + i * MessageLayout.MMSGHDR_SIZE;
    }

    private static int vectors(final int i) {
        return VECTORS + i * IOVECS * MessageLayout.IOVEC_SIZE;
    }
}
