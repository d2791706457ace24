package io.switchd.frame;

import java.nio.ByteBuffer;

/**
 * A view on one received frame: where its bytes lie, and its outer VLAN tag, which lies beside them.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The outer tag is not among the bytes, because Linux takes it out of every frame before a packet socket sees it
 *       (skb_vlan_untag) and tells it apart. Inner tags are payload.
 *   <li>The frame lies in one or two pieces: the head of at most a few KiB, in which all that is ever read can be
 *       found, and, for a train of up to 64 KiB, a tail elsewhere. So small frames stay dense in the cache without a
 *       copy of the big ones.
 *   <li>The ten bytes before the head are its {@link OffloadHeader}.
 *   <li>{@link #headAddress()} is where the head lies in memory, for the system call that sends it: frames are sent
 *       from where they were received, never copied.
 * </ul>
 *
 * <p>A view is reused: it and what it shows are valid until the source is polled again. It belongs to the thread of its
 * loop.
 */
public final class FrameView {

    private ByteBuffer buffer;
    private int offset;
    private int length;
    private int headLength;
    private long headAddress;
    private long tailAddress;
    private int tag;

    /**
     * Shows a frame without a tag, whole in the buffer.
     *
     * @param buffer in the machine's byte order
     * @param offset of the frame's first byte; the offload header lies before it
     * @param length of the frame in bytes, at least {@link EthernetLayout#HEADER_LENGTH}
     */
    public FrameView wrap(final ByteBuffer buffer, final int offset, final int length) {
        return wrap(buffer, offset, length, length, 0, 0);
    }

    /**
     * Shows a frame without a tag in one or two pieces; {@code tailAddress} counts only when length is more than
     * headLength.
     */
    public FrameView wrap(final ByteBuffer buffer, final int offset, final int length, final int headLength,
                          final long headAddress, final long tailAddress) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.headLength = headLength;
        this.headAddress = headAddress;
        this.tailAddress = tailAddress;
        tag = VlanTag.NONE;
        return this;
    }

    /** Gives the frame its outer tag, a {@link VlanTag}. */
    public FrameView tagged(final int tag) {
        this.tag = tag;
        return this;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /** In bytes, without the outer tag. */
    public int length() {
        return length;
    }

    public int headLength() {
        return headLength;
    }

    public long headAddress() {
        return headAddress;
    }

    public int tailLength() {
        return length - headLength;
    }

    public long tailAddress() {
        return tailAddress;
    }

    /** The outer tag, {@link VlanTag#NONE} when there is none. */
    public int tag() {
        return tag;
    }

    /** What stands behind the addresses and the outer tag: the EtherType of the payload, or the TPID of an inner tag. */
    public int etherType() {
        return Short.reverseBytes(buffer.getShort(offset + EthernetLayout.ETHER_TYPE)) & 0xFFFF;
    }

    /** The tag that the payload begins with; only where {@link #etherType()} is a TPID and the frame is long enough. */
    public int innerTag() {
        return Integer.reverseBytes(buffer.getInt(offset + EthernetLayout.ETHER_TYPE));
    }

    public long destination() {
        return Long.reverseBytes(buffer.getLong(offset + EthernetLayout.DESTINATION)) >>> 16;
    }

    public long source() {
        return Long.reverseBytes(buffer.getLong(offset + EthernetLayout.SOURCE)) >>> 16;
    }
}
