package io.switchd.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** What is written can be read again, and what is broken is not read past its end. */
class NetlinkMessageTest {

    private static final int FIRST_ATTRIBUTE = NetlinkLayout.NLMSGHDR_SIZE + NetlinkLayout.IFINFOMSG_SIZE;

    private static NetlinkAttributes read(final NetlinkMessage message) {
        return NetlinkAttributes.of(message.finish(1, 0), FIRST_ATTRIBUTE);
    }

    @Test
    void attributesAreReadAsTheyWereWritten() {
        final NetlinkAttributes read = read(NetlinkMessage.link(1, 0, 0)
            .put(3, "abcd").put(4, 1_500).put(5, new byte[] {7}).put(6, ""));
        assertEquals("abcd", read.text(3));
        assertEquals(1_500, read.integer(4, 0));
        assertEquals(7, read.octet(5, 0));
        assertTrue(read.has(6));
        assertEquals("", read.text(6));
    }

    @Test
    void anAttributeThatIsMissingHasTheValueForThat() {
        final NetlinkAttributes read = read(NetlinkMessage.link(1, 0, 0).put(5, new byte[] {7}));
        assertFalse(read.has(3));
        assertEquals("", read.text(3));
        assertEquals(9, read.integer(3, 9));
        assertEquals(9, read.octet(3, 9));
        assertEquals("", read.nested(3).nested(4).text(5));
        assertEquals(9, read.integer(5, 9), "one byte is no integer");
    }

    @Test
    void nestsAreReadAsTheyWereWritten() {
        final NetlinkMessage message = NetlinkMessage.link(1, 0, 0);
        final int outer = message.nest(1);
        final int inner = message.nest(2);
        message.put(3, "deep").end(inner).put(4, 44).end(outer).put(5, 55);
        final NetlinkAttributes read = read(message);
        assertEquals("deep", read.nested(1).nested(2).text(3));
        assertEquals(44, read.nested(1).integer(4, 0));
        assertEquals(55, read.integer(5, 0));
    }

    @Test
    void aMacIsWrittenFirstByteFirst() {
        final ByteBuffer message = NetlinkMessage.link(1, 0, 0).putMac(1, 0x0102_0304_0506L).finish(1, 0);
        for (int i = 0; i < 6; i++) {
            assertEquals(i + 1, message.get(FIRST_ATTRIBUTE + NetlinkLayout.RTATTR_SIZE + i));
        }
    }

    @Test
    void theFlagsOfATypeAreNoPartOfIt() {
        assertEquals(4, read(NetlinkMessage.link(1, 0, 0).put(0x8003, 4)).integer(3, 0));
    }

    @Test
    void lengthsThatLeadOutOfTheMessageOrNowhereEndTheReading() {
        for (final int length : new int[] {0, 3, 9, 0xFFFF}) {
            final ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
            bytes.putShort((short) 8).putShort((short) 1).putInt(11).putShort((short) length).putShort((short) 2).putInt(22);
            final NetlinkAttributes read = NetlinkAttributes.of(bytes, 0);
            assertEquals(11, read.integer(1, 0));
            assertFalse(read.has(2), "length " + length);
        }
    }
}
