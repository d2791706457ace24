package io.switchd.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request under construction: header first, then attributes, which may nest. Lengths are filled in when a message or
 * nest is ended.
 */
final class NetlinkMessage {

    private static final int CAPACITY = 4_096;

    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());

    private NetlinkMessage(final int type, final int flags) {
        buffer.position(NetlinkLayout.NLMSGHDR_SIZE);
        buffer.putShort(NetlinkLayout.TYPE, (short) type);
        buffer.putShort(NetlinkLayout.FLAGS, (short) (NetlinkConstants.NLM_F_REQUEST | flags));
    }

    /** About the link of an index, or about one named by its attributes when the index is 0. */
    static NetlinkMessage link(final int type, final int flags, final int index) {
        return new NetlinkMessage(type, flags).linkHeader(index, 0, 0);
    }

    /** Sets those flags of a link that are in {@code change}. */
    static NetlinkMessage linkFlags(final int index, final int linkFlags, final int change) {
        return new NetlinkMessage(NetlinkConstants.RTM_NEWLINK, 0).linkHeader(index, linkFlags, change);
    }

    static NetlinkMessage address(final int family, final int prefixLength, final int addressFlags, final int index) {
        final NetlinkMessage message = new NetlinkMessage(NetlinkConstants.RTM_NEWADDR, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_EXCL);
        message.buffer.put((byte) family).put((byte) prefixLength).put((byte) addressFlags).put((byte) 0).putInt(index);
        return message;
    }

    /** The default route of a family, in the main table. */
    static NetlinkMessage defaultRoute(final int family) {
        final NetlinkMessage message = new NetlinkMessage(NetlinkConstants.RTM_NEWROUTE, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_EXCL);
        message.buffer.put((byte) family).put((byte) 0).put((byte) 0).put((byte) 0)
            .put((byte) NetlinkConstants.RT_TABLE_MAIN).put((byte) NetlinkConstants.RTPROT_STATIC)
            .put((byte) 0).put((byte) NetlinkConstants.RTN_UNICAST).putInt(0);
        return message;
    }

    NetlinkMessage put(final int type, final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return put(type, Arrays.copyOf(bytes, bytes.length + 1));
    }

    NetlinkMessage put(final int type, final int value) {
        final int start = nest(type);
        buffer.putInt(value);
        return end(start);
    }

    NetlinkMessage put(final int type, final byte[] value) {
        final int start = nest(type);
        buffer.put(value);
        return end(start);
    }

    NetlinkMessage putMac(final int type, final long mac) {
        final byte[] bytes = new byte[6];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (mac >>> (5 - i) * Byte.SIZE);
        }
        return put(type, bytes);
    }

    /** Begins an attribute whose payload is what follows, until {@link #end(int)} is given the result. */
    int nest(final int type) {
        final int start = buffer.position();
        buffer.putShort((short) 0).putShort((short) type);
        return start;
    }

    NetlinkMessage end(final int start) {
        buffer.putShort(start + NetlinkLayout.ATTR_LEN, (short) (buffer.position() - start));
        buffer.position(NetlinkLayout.align(buffer.position()));
        return this;
    }

    /** Writes a link's header inside an attribute, as VETH_INFO_PEER wants it. */
    NetlinkMessage emptyLinkHeader() {
        return linkHeader(0, 0, 0);
    }

    /** The whole message, ready to be sent. */
    ByteBuffer finish(final int sequence, final int moreFlags) {
        buffer.putInt(NetlinkLayout.LEN, buffer.position());
        buffer.putShort(NetlinkLayout.FLAGS, (short) (buffer.getShort(NetlinkLayout.FLAGS) | moreFlags));
        buffer.putInt(NetlinkLayout.SEQ, sequence);
        return buffer.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    private NetlinkMessage linkHeader(final int index, final int linkFlags, final int change) {
        buffer.put((byte) 0).put((byte) 0).putShort((short) 0).putInt(index).putInt(linkFlags).putInt(change);
        return this;
    }
}
