package io.switchd.testkit;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.linux.packet.AfPacketPort;
import io.switchd.linux.packet.LongFrames;
import io.switchd.linux.packet.PacketBuffers;
import io.switchd.port.PortCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A host that sends any bytes as a frame, tags and all, and sees every frame that comes in on its device, the tag put
 * back.
 */
public final class RawHost implements AutoCloseable {

    private static final int RING_FRAMES = 16_384;
    private static final int MTU = 65_535;
    private static final int EAGAIN = 11;
    private static final int ENOBUFS = 105;

    private final LongFrames longFrames = new LongFrames();
    private final NativeMemory out = NativeMemory.allocate(128 * 1024);
    private final AfPacketPort port;
    private final int descriptor;
    private final List<byte[]> received = new ArrayList<>();
    private final List<byte[]> offloadHeaders = new ArrayList<>();

    /** A host on a device inside a named namespace of the lab, which it sets up. */
    public RawHost(final Lab lab, final String netns, final String device) {
        try {
            port = new NetworkNamespaces(lab.namespaces()).in(netns, () -> {
                try (NetlinkSocket netlink = NetlinkSocket.open()) {
                    final Links links = new Links(netlink);
                    links.setUp(device);
                    final PacketBuffers buffers = PacketBuffers.ofRing(RING_FRAMES);
                    final AfPacketPort opened = AfPacketPort.open(links.get(device).index(), buffers, longFrames, new PortCounters(), () -> { });
                    opened.linkChanged(true, MTU);
                    return opened;
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        descriptor = port.descriptor();
    }

    /** Sends a frame through the offload-header socket, with an empty header before it. */
    public void send(final byte[] frame) {
        send(new byte[10], frame);
    }

    /** Sends a frame with an offload header of the test's making, again until the kernel takes it. */
    public void send(final byte[] offloadHeader, final byte[] frame) {
        out.buffer().put(0, offloadHeader).put(offloadHeader.length, frame);
        long sent;
        do {
            sent = LibC.send(descriptor, out.address(), offloadHeader.length + frame.length, 0);
        } while (sent < 0 && (LibC.errno() == EAGAIN || LibC.errno() == ENOBUFS));
        if (sent < 0) {
            throw new UncheckedIOException(new LinuxException("send", LibC.errno()));
        }
    }

    /** All frames so far. */
    public List<byte[]> received() {
        while (port.poll(this::receive) > 0) {
            port.release();
        }
        return received;
    }

    private void receive(final FrameView frame) {
        received.add(bytes(frame));
        offloadHeaders.add(offloadHeader(frame));
    }

    /** The frames since the last call, which are not kept. */
    public List<byte[]> take() {
        final List<byte[]> taken = List.copyOf(received());
        clear();
        return taken;
    }

    /** The offload header of a frame that was received. */
    public ByteBuffer offloadHeader(final byte[] frame) {
        return ByteBuffer.wrap(offloadHeaders.get(received.indexOf(frame))).order(ByteOrder.nativeOrder());
    }

    /** Those of the frames so far that have a text in them. */
    public List<byte[]> received(final String text) {
        return received().stream().filter(frame -> new String(frame, StandardCharsets.ISO_8859_1).contains(text)).toList();
    }

    /** Waits for a frame with a text in it. */
    public byte[] expect(final String text) {
        Await.until("a frame with " + text + " arrives", Duration.ofSeconds(5), () -> !received(text).isEmpty());
        return received(text).get(0);
    }

    public void forget() {
        received();
        clear();
    }

    private void clear() {
        received.clear();
        offloadHeaders.clear();
    }

    /** Of a frame whose tag is put back, which the checksum then begins behind. */
    private static byte[] offloadHeader(final FrameView frame) {
        final byte[] header = new byte[OffloadHeader.LENGTH];
        frame.buffer().get(frame.offset() - header.length, header);
        final ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder());
        final short checksumStart = fields.getShort(OffloadHeader.CHECKSUM_START);
        if (frame.tag() != VlanTag.NONE && checksumStart != 0) {
            fields.putShort(OffloadHeader.CHECKSUM_START, (short) (checksumStart + EthernetLayout.TAG_LENGTH));
        }
        return header;
    }

    private static byte[] bytes(final FrameView frame) {
        final byte[] bytes = new byte[frame.length()];
        frame.buffer().get(frame.offset(), bytes);
        if (frame.tag() == VlanTag.NONE) {
            return bytes;
        }
        final ByteBuffer tagged = ByteBuffer.allocate(bytes.length + 4);
        tagged.put(bytes, 0, 12).putInt(frame.tag()).put(Arrays.copyOfRange(bytes, 12, bytes.length));
        return tagged.array();
    }

    @Override
    public void close() {
        port.close();
        longFrames.close();
        out.close();
    }
}
