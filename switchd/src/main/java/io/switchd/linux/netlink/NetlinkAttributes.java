package io.switchd.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The attributes of one message or nest, by type. */
final class NetlinkAttributes {

    private final Map<Integer, ByteBuffer> attributes = new HashMap<>();

    private NetlinkAttributes() {
    }

    /** Reads what stands in the message from a position to its end. Lengths that point out of it end the reading. */
    static NetlinkAttributes of(final ByteBuffer message, final int from) {
        final NetlinkAttributes result = new NetlinkAttributes();
        int at = from;
        while (at + NetlinkLayout.RTATTR_SIZE <= message.limit()) {
            final int length = message.getShort(at + NetlinkLayout.ATTR_LEN) & 0xFFFF;
            if (length < NetlinkLayout.RTATTR_SIZE || at + length > message.limit()) {
                break;
            }
            final int type = message.getShort(at + NetlinkLayout.ATTR_TYPE) & NetlinkConstants.NLA_TYPE_MASK;
            result.attributes.put(type, message.slice(at + NetlinkLayout.RTATTR_SIZE, length - NetlinkLayout.RTATTR_SIZE)
                .order(ByteOrder.nativeOrder()));
            at += NetlinkLayout.align(length);
        }
        return result;
    }

    boolean has(final int type) {
        return attributes.containsKey(type);
    }

    /** The text, without its closing zero; empty when there is no such attribute. */
    String text(final int type) {
        final ByteBuffer value = attributes.get(type);
        if (value == null) {
            return "";
        }
        final byte[] bytes = new byte[value.limit()];
        value.get(0, bytes);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    int integer(final int type, final int otherwise) {
        final ByteBuffer value = attributes.get(type);
        return value == null || value.limit() < Integer.BYTES ? otherwise : value.getInt(0);
    }

    int octet(final int type, final int otherwise) {
        final ByteBuffer value = attributes.get(type);
        return value == null || value.limit() < Byte.BYTES ? otherwise : value.get(0) & 0xFF;
    }

    NetlinkAttributes nested(final int type) {
        final ByteBuffer value = attributes.get(type);
        return value == null ? new NetlinkAttributes() : of(value, 0);
    }
}
