package io.switchd.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/**
 * The header's offsets are those of the kernel: struct virtio_net_hdr has u8 flags, u8 gso_type, then four u16, ten
 * bytes in all.
 */
class OffloadHeaderTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(66_000).order(ByteOrder.nativeOrder());

    private FrameView frame(final int length, final int flags, final int type, final int headerLength, final int segmentSize, final int start,
                            final int offset) {
        buffer.put(0, (byte) flags).put(1, (byte) type).putShort(2, (short) headerLength).putShort(4, (short) segmentSize)
            .putShort(6, (short) start).putShort(8, (short) offset);
        return new FrameView().wrap(buffer, OffloadHeader.LENGTH, length);
    }

    @Test
    void aTrainIsAsManyFramesAsItHasSegments() {
        final ByteBuffer buffer = ByteBuffer.allocate(OffloadHeader.LENGTH + 2_000).order(ByteOrder.nativeOrder());
        final FrameView frame = new FrameView().wrap(buffer, OffloadHeader.LENGTH, 2_000);
        assertEquals(1, OffloadHeader.wireFrames(frame));
        buffer.put(OffloadHeader.TYPE, (byte) (OffloadHeader.TYPE_UDP_L4 | OffloadHeader.TYPE_ECN)).putShort(OffloadHeader.SEGMENT_SIZE, (short) 1_000);
        assertEquals(2, OffloadHeader.wireFrames(frame));
        buffer.putShort(OffloadHeader.SEGMENT_SIZE, (short) 999);
        assertEquals(3, OffloadHeader.wireFrames(frame));
    }

    @Test
    void itHasTheKernelsLayout() {
        assertEquals(10, OffloadHeader.LENGTH);
        assertEquals(2, OffloadHeader.HEADER_LENGTH);
        assertEquals(4, OffloadHeader.SEGMENT_SIZE);
        assertEquals(6, OffloadHeader.CHECKSUM_START);
        assertEquals(8, OffloadHeader.CHECKSUM_OFFSET);
    }

    @Test
    void whatLinuxSendsIsSound() {
        assertTrue(OffloadHeader.isSound(frame(60, 0, 0, 0, 0, 0, 0)));
        assertTrue(OffloadHeader.isSound(frame(74, 1, 0, 0, 0, 34, 16)));
        assertTrue(OffloadHeader.isSound(frame(65_226, 1, 1, 66, 1_448, 34, 16)));
        assertTrue(OffloadHeader.isSound(frame(65_226, 1, 0x80 | 4, 86, 1_428, 54, 16)));
        assertTrue(OffloadHeader.isSound(frame(30_000, 1, 5, 42, 1_472, 34, 6)));
        assertTrue(OffloadHeader.isSound(frame(65_226, 1, 1, 66, 524, 34, 16)), "the segments of a path with an MTU of 576");
    }

    @Test
    void aChecksumOutsideTheFrameIsNot() {
        assertFalse(OffloadHeader.isSound(frame(74, 1, 0, 0, 0, 60, 16)));
        assertFalse(OffloadHeader.isSound(frame(74, 1, 0, 0, 0, 0xFFFF, 0xFFFF)));
    }

    @Test
    void aChecksumFromWithinTheEthernetHeaderIsNot() {
        assertFalse(OffloadHeader.isSound(frame(74, 1, 0, 0, 0, 13, 16)));
        assertFalse(OffloadHeader.isSound(frame(1_514, 1, 1, 0, 12, 0, 0)), "a train whose segments would be shorter than their headers");
        assertTrue(OffloadHeader.isSound(frame(74, 1, 0, 0, 0, 14, 16)));
    }

    @Test
    void aTrainThatIsNoneIsNot() {
        assertFalse(OffloadHeader.isSound(frame(3_000, 1, 1, 66, 0, 34, 16)), "no segment size");
        assertFalse(OffloadHeader.isSound(frame(3_000, 1, 1, 66, 1, 34, 16)), "an amplifier");
        assertFalse(OffloadHeader.isSound(frame(3_000, 1, 3, 66, 1_448, 34, 16)), "UDP fragmentation, which is no train of datagrams");
        assertFalse(OffloadHeader.isSound(frame(3_000, 1, 1, 4_000, 1_448, 34, 16)), "headers longer than the frame");
        assertFalse(OffloadHeader.isSound(frame(3_000, 1, 1, 66, 1_448, 2_981, 16)), "a TCP header beyond the end");
    }

    @Test
    void noHeaderAtAllMakesTheCheckFail() {
        for (int flags = 0; flags < 256; flags++) {
            for (int type = 0; type < 256; type++) {
                for (final int value : new int[] {0, 1, 13, 14, 59, 60, 0x7FFF, 0x8000, 0xFFFF}) {
                    final FrameView frame = frame(60, flags, type, value, value, value, value);
                    if (OffloadHeader.isSound(frame)) {
                        assertTrue(OffloadHeader.wireLength(frame) <= 60);
                    }
                }
            }
        }
    }

    @Test
    void aTrainIsAsLongOnTheWireAsItsLongestSegment() {
        final FrameView frame = frame(65_226, 1, 1, 500, 1_448, 34, 16);
        buffer.put(OffloadHeader.LENGTH + 34 + 12, (byte) 0x80);
        assertEquals(34 + 32 + 1_448, OffloadHeader.wireLength(frame));
        assertEquals(60, OffloadHeader.wireLength(frame(60, 0, 0, 0, 0, 0, 0)));
        assertEquals(42 + 1_472, OffloadHeader.wireLength(frame(30_000, 1, 5, 42, 1_472, 34, 6)));
    }
}
