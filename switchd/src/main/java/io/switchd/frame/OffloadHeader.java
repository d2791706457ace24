package io.switchd.frame;

import java.nio.ByteBuffer;

/**
 * The ten bytes before every frame that say which work on it is still to be done: {@code struct virtio_net_hdr} of
 * linux/virtio_net.h, in the machine's byte order, as PACKET_VNET_HDR puts it there.
 *
 * <pre>
 *  0       1       2         4         6           8             10
 * +-------+-------+---------+---------+-----------+-------------+--------
 * | flags | type  | hdr_len | gso_size| csum_start| csum_offset | frame
 * +-------+-------+---------+---------+-----------+-------------+--------
 * </pre>
 *
 * <p>{@code NEEDS_CSUM}: the checksum at csum_start + csum_offset holds only the sum of the pseudo header; whoever
 * needs the frame complete sums from csum_start to the end. {@code type} not NONE: the frame is a TCP or UDP train of
 * up to 64 KiB to be cut into segments of gso_size. Carried to the far end as they came, neither is ever done here:
 * that is why TCP through the switch works with every offload on, and why a 64 KiB train costs no more than one frame.
 *
 * <p>A guest can write this header (a raw socket of its own with PACKET_VNET_HDR), so it is checked before it is
 * believed. The kernel checks too, but lets a gso_size of 1 pass (seen on 6.18): 64 KiB would become 65,000 segments at
 * whoever has to cut them.
 *
 * <p>All methods are for the loop that owns the frame.
 */
public final class OffloadHeader {

    public static final int FLAGS = 0;
    public static final int TYPE = FLAGS + Byte.BYTES;
    public static final int HEADER_LENGTH = TYPE + Byte.BYTES;
    public static final int SEGMENT_SIZE = HEADER_LENGTH + Short.BYTES;
    public static final int CHECKSUM_START = SEGMENT_SIZE + Short.BYTES;
    public static final int CHECKSUM_OFFSET = CHECKSUM_START + Short.BYTES;
    public static final int LENGTH = CHECKSUM_OFFSET + Short.BYTES;

    public static final int NEEDS_CHECKSUM = 1;

    public static final int TYPE_NONE = 0;
    public static final int TYPE_TCPV4 = 1;
    public static final int TYPE_TCPV6 = 4;
    /** UDP segmentation, Linux 6.2. */
    public static final int TYPE_UDP_L4 = 5;
    /** Or-ed to the type when a segment had its ECN mark set. */
    public static final int TYPE_ECN = 0x80;

    /** A 64 KiB train in segments of 256 bytes, half of what IPv4 demands of every path (RFC 791: 576 bytes). */
    public static final int MAX_SEGMENTS = 256;

    private static final int UDP_HEADER_LENGTH = 8;
    private static final int MIN_TCP_HEADER_LENGTH = 20;
    private static final int TCP_DATA_OFFSET = 12;

    private OffloadHeader() {
    }

    /**
     * True when nothing in the header points out of the frame or into its Ethernet header, and the train, if it is one,
     * is of a kind and length the switch carries.
     */
    public static boolean isSound(final FrameView frame) {
        final ByteBuffer buffer = frame.buffer();
        final int at = frame.offset() - LENGTH;
        final int flagsAndType = buffer.getShort(at) & 0xFFFF;
        return flagsAndType == 0 || isSound(buffer, at, frame.length());
    }

    private static boolean isSound(final ByteBuffer buffer, final int at, final int frameLength) {
        final int checksumStart = unsigned(buffer, at + CHECKSUM_START);
        final int checksumEnd = checksumStart + unsigned(buffer, at + CHECKSUM_OFFSET) + Short.BYTES;
        if ((buffer.get(at + FLAGS) & NEEDS_CHECKSUM) != 0 && (checksumStart < EthernetLayout.HEADER_LENGTH || checksumEnd > frameLength)) {
            return false;
        }
        final int type = buffer.get(at + TYPE) & ~TYPE_ECN & 0xFF;
        if (type == TYPE_NONE) {
            return true;
        }
        if (type != TYPE_TCPV4 && type != TYPE_TCPV6 && type != TYPE_UDP_L4) {
            return false;
        }
        final int segmentSize = unsigned(buffer, at + SEGMENT_SIZE);
        return segmentSize != 0
            && unsigned(buffer, at + HEADER_LENGTH) <= frameLength
            && checksumStart + MIN_TCP_HEADER_LENGTH <= frameLength
            && frameLength <= segmentSize * MAX_SEGMENTS;
    }

    /**
     * Length in bytes of the longest frame this one is on a wire: itself, or one segment of the train with its headers.
     * Of a sound frame only. The headers are measured, since hdr_len is but a hint: the kernel writes there how much of
     * the frame it holds in one piece.
     */
    public static int wireLength(final FrameView frame) {
        final ByteBuffer buffer = frame.buffer();
        final int at = frame.offset() - LENGTH;
        final int type = buffer.get(at + TYPE) & ~TYPE_ECN & 0xFF;
        if (type == TYPE_NONE) {
            return frame.length();
        }
        int headers = EthernetLayout.HEADER_LENGTH;
        if ((buffer.get(at + FLAGS) & NEEDS_CHECKSUM) != 0) {
            final int transport = unsigned(buffer, at + CHECKSUM_START);
            headers = transport + (type == TYPE_UDP_L4 ? UDP_HEADER_LENGTH : tcpHeaderLength(buffer, frame.offset() + transport));
        }
        return Math.min(frame.length(), headers + unsigned(buffer, at + SEGMENT_SIZE));
    }

    /** How many frames this one is on a wire: 1, or about as many as the train has segments. Of a sound frame only. */
    public static int wireFrames(final FrameView frame) {
        final int at = frame.offset() - LENGTH;
        if ((frame.buffer().get(at + TYPE) & ~TYPE_ECN & 0xFF) == TYPE_NONE) {
            return 1;
        }
        final int segmentSize = unsigned(frame.buffer(), at + SEGMENT_SIZE);
        return (frame.length() + segmentSize - 1) / segmentSize;
    }

    private static int tcpHeaderLength(final ByteBuffer buffer, final int tcp) {
        return (buffer.get(tcp + TCP_DATA_OFFSET) >>> 2) & 0x3C;
    }

    private static int unsigned(final ByteBuffer buffer, final int at) {
        return buffer.getShort(at) & 0xFFFF;
    }
}
