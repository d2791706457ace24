package io.switchd.frame;

import java.nio.ByteBuffer;

/**
 * A view on one received frame: where its bytes lie, and its outer VLAN tag, which lies beside them.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The outer tag is not among the bytes, because Linux takes it out of every frame before a packet socket sees it
 *       (skb_vlan_untag) and tells it apart. Inner tags are payload.
 *   <li>The ten bytes before the frame are its {@link OffloadHeader}.
 *   <li>{@link #address()} is where the frame lies in memory, for the system call that sends it: frames are sent from
 *       where they were received, never copied.
 * </ul>
 *
 * <p>A view is reused: it and what it shows are valid until the source is released. It belongs to the thread of its
 * loop.
 */
public final class FrameView {

    private ByteBuffer buffer;
    private int offset;
    private int length;
    private long address;
    private int tag;

    /**
     * Shows a frame without a tag, which cannot be sent by address.
     *
     * @param buffer in the machine's byte order
     * @param offset of the frame's first byte; the offload header lies before it
     * @param length of the frame in bytes, at least {@link EthernetLayout#HEADER_LENGTH}
     */
    public FrameView wrap(final ByteBuffer buffer, final int offset, final int length) {
        return wrap(buffer, offset, length, 0);
    }

    /** Shows a frame without a tag; {@code address} is that of its first byte. */
    public FrameView wrap(final ByteBuffer buffer, final int offset, final int length, final long address) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.address = address;
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

    /** Of the frame's first byte in memory. */
    public long address() {
        return address;
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
