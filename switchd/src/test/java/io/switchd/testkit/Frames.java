package io.switchd.testkit;

import io.switchd.frame.MacAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds Ethernet frames, byte by byte, as they would be on a wire. */
public final class Frames {

    private static final int MIN_LENGTH = 60;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Frames(final String destination, final String source) {
        mac(destination);
        mac(source);
    }

    public static Frames frame(final String destination, final String source) {
        return new Frames(destination, source);
    }

    public Frames tag(final int tpid, final int tci) {
        return u16(tpid).u16(tci);
    }

    public Frames vlan(final int vid) {
        return tag(0x8100, vid);
    }

    /** Ends the header with an EtherType for experiments, and the frame with a text, padded to the least length. */
    public byte[] payload(final String text) {
        return payload(0x88B5, text.getBytes(StandardCharsets.US_ASCII));
    }

    public byte[] payload(final int etherType, final byte[] payload) {
        u16(etherType);
        bytes.writeBytes(payload);
        while (bytes.size() < MIN_LENGTH) {
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    private void mac(final String text) {
        final long mac = MacAddress.parse(text);
        for (int shift = 40; shift >= 0; shift -= 8) {
            bytes.write((int) (mac >>> shift));
        }
    }

    private Frames u16(final int value) {
        bytes.write(value >>> 8);
        bytes.write(value);
        return this;
    }
}
