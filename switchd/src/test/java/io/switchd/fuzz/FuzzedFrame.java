package io.switchd.fuzz;

import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A frame out of the bytes of a fuzzer, in memory that ends where the frame's head ends, begins where its offload header
 * begins and cannot be written: whoever reads or writes elsewhere fails. Only the first bytes vary; the rest is a fixed
 * pattern, so that the same input is always the same frame.
 */
final class FuzzedFrame {

    private static final int LONGEST = 14 + 0xFFFF;
    private static final int[] LENGTHS = {14, 15, 17, 18, 22, 60, 1_514};
    private static final int[] ETHER_TYPES = {0x0800, 0x88B5, 0x8100, 0x88A8, 0x8100, 0x88A8, 0x8808};
    private static final int[] TPIDS = {0x8100, 0x88A8, 0x8100, 0x9100, 0, 0xFFFF, 0x0800, 0x8000};

    final FrameView view = new FrameView();
    int length;
    int tag;
    int etherType;
    int next;
    long destination;
    long source;
    int flags;
    int type;
    int headers;
    int segment;
    int checksumStart;
    int checksumOffset;

    private final byte[] memory = new byte[OffloadHeader.LENGTH + LONGEST];
    private final ByteBuffer writer = ByteBuffer.wrap(memory).order(ByteOrder.nativeOrder());
    private final ByteBuffer reader = writer.asReadOnlyBuffer();

    FuzzedFrame() {
        for (int i = 0; i < memory.length; i++) {
            memory[i] = (byte) (i * 31);
        }
    }

    void read(final FuzzInput input) {
        final int shape = input.u8();
        length = (shape & 7) < LENGTHS.length ? LENGTHS[shape & 7] : 14 + input.u16();
        readOffloads((shape & 16) != 0, input);
        tag = (shape & 32) == 0 ? 0 : TPIDS[input.u8() & 7] << 16 | input.tci();
        destination = input.mac();
        source = input.mac();
        final int payload = (shape & 64) == 0 ? 0 : input.u8() & 7;
        etherType = payload < ETHER_TYPES.length ? ETHER_TYPES[payload] : input.u16();
        next = isTpid() ? input.tci() : 0x4500;
        write();
        view.wrap(reader.slice(0, OffloadHeader.LENGTH + length).order(ByteOrder.nativeOrder()), OffloadHeader.LENGTH, length,
            0x5EED_0000_1000L).tagged(tag);
    }

    private void readOffloads(final boolean has, final FuzzInput input) {
        flags = has ? input.u8() : 0;
        type = has ? input.u8() : 0;
        headers = has ? input.near(length) : 0;
        segment = has ? input.near(length) : 0;
        checksumStart = has ? input.near(length) : 0;
        checksumOffset = has ? input.near(length - checksumStart) : 0;
    }

    private void write() {
        writer.put(OffloadHeader.FLAGS, (byte) flags).put(OffloadHeader.TYPE, (byte) type);
        writer.putShort(OffloadHeader.HEADER_LENGTH, (short) headers).putShort(OffloadHeader.SEGMENT_SIZE, (short) segment);
        writer.putShort(OffloadHeader.CHECKSUM_START, (short) checksumStart).putShort(OffloadHeader.CHECKSUM_OFFSET, (short) checksumOffset);
        int at = OffloadHeader.LENGTH;
        for (int shift = 40; shift >= 0; shift -= 8, at++) {
            memory[at] = (byte) (destination >>> shift);
            memory[at + 6] = (byte) (source >>> shift);
        }
        at += 6;
        memory[at] = (byte) (etherType >>> 8);
        memory[at + 1] = (byte) etherType;
        memory[at + 2] = (byte) (next >>> 8);
        memory[at + 3] = (byte) next;
    }

    private boolean isTpid() {
        return etherType == 0x8100 || etherType == 0x88A8;
    }

    /** Whether the payload begins with a tag, whole or not. */
    boolean hasPayloadTag() {
        return isTpid();
    }

    /** A tag in the bytes that is cut off, or that should have been told beside them. */
    boolean hasBadTag() {
        return isTpid() && (tag == 0 || length < 18);
    }

    /** The tag the payload begins with. */
    int payloadTag() {
        return isTpid() ? etherType << 16 | next : 0;
    }

    /** Whether what is left to do on the frame can be done, and costs no more than 256 frames. */
    boolean isSound() {
        if ((flags & 1) != 0 && (checksumStart < 14 || checksumStart + checksumOffset + 2 > length)) {
            return false;
        }
        final int kind = type & 0x7F;
        if (kind == 0) {
            return true;
        }
        final boolean isKnown = kind == 1 || kind == 4 || kind == 5;
        return isKnown && segment > 0 && (length + segment - 1) / segment <= 256 && headers <= length && checksumStart + 20 <= length;
    }

    /** How many frames it is on a wire, headers aside. */
    int pieces() {
        return (type & 0x7F) == 0 ? 1 : (int) Math.ceil((double) length / segment);
    }

    /** Whether the longest piece of it can have a length on a wire: all of it, or one segment of the train with its headers. */
    boolean hasLength(final int wire) {
        if ((type & 0x7F) == 0) {
            return wire == length;
        }
        final int leastHeaders = (flags & 1) != 0 ? checksumStart : 14;
        return wire >= Math.min(length, leastHeaders + segment) && wire <= Math.min(length, leastHeaders + 60 + segment);
    }

    boolean isUnchanged() {
        return view.length() == length && view.tag() == tag && view.offset() == OffloadHeader.LENGTH
            && view.address() == 0x5EED_0000_1000L;
    }

    @Override
    public String toString() {
        return length + " bytes, tag " + Integer.toHexString(tag) + ", EtherType " + Integer.toHexString(etherType)
            + ", offload header " + List.of(flags, type, headers, segment, checksumStart, checksumOffset);
    }
}
