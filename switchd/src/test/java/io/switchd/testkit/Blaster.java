package io.switchd.testkit;

import io.switchd.frame.EthernetLayout;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;

/**
 * Sends one frame again and again, up to 64 at a call, always with its own addresses or each time with others.
 * What the kernel did not take counts as not sent.
 *
 * <p>For one thread at a time.
 */
public final class Blaster implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    /** How many frames a call takes at most. */
    public static final int BATCH = 64;

    private static final int MMSGHDR = 64;
    private static final int IOVEC = 16;
    private static final int FRAME = 2_048;
    private static final int IOVECS_AT = BATCH * MMSGHDR;
    private static final int FRAMES_AT = IOVECS_AT + BATCH * IOVEC;

    private final int descriptor;
    private final NativeMemory memory = NativeMemory.allocate(FRAMES_AT + BATCH * FRAME);
    private final ByteBuffer buffer = memory.buffer();

    /** Sends from a device inside a named namespace of the lab, which is up. */
    public Blaster(final Lab lab, final String netns, final String device, final byte[] frame) {
        try {
            descriptor = new NetworkNamespaces(lab.namespaces()).in(netns, () -> {
                try (NetlinkSocket netlink = NetlinkSocket.open()) {
                    return open(new Links(netlink).get(device).index());
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < BATCH; i++) {
            buffer.putLong(i * MMSGHDR + 16, memory.address() + iovec(i)).putLong(i * MMSGHDR + 24, 1);
            buffer.putLong(iovec(i), memory.address() + frame(i)).putLong(iovec(i) + 8, frame.length).put(frame(i), frame);
        }
    }

    private int open(final int index) throws LinuxException {
        final int socket = LinuxException.check("socket", LibC.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
        buffer.putShort(0, (short) AF_PACKET).putInt(4, index);
        LinuxException.check("bind", LibC.bind(socket, memory.address(), 20));
        buffer.putLong(0, 0).putLong(8, 0).putInt(16, 0);
        return socket;
    }

    private static int iovec(final int i) {
        return IOVECS_AT + i * IOVEC;
    }

    private static int frame(final int i) {
        return FRAMES_AT + i * FRAME;
    }

    /**
     * Sends so many frames, as fast as the machine can.
     *
     * @param sources the address of the n-th frame
     */
    public void send(final long count, final LongUnaryOperator sources) {
        long sent = 0;
        while (sent < count) {
            final int batch = (int) Math.min(BATCH, count - sent);
            sources(batch, sent, sources);
            sent += Math.max(0, send(batch));
        }
    }

    /** Gives the next frames their source addresses, of which {@code sources} knows the n-th. */
    public void sources(final int count, final long first, final LongUnaryOperator sources) {
        for (int i = 0; i < count; i++) {
            address(frame(i) + EthernetLayout.SOURCE, sources.applyAsLong(first + i));
        }
    }

    /** Gives the next frames their destination addresses, of which {@code destinations} knows the n-th. */
    public void destinations(final int count, final long first, final LongUnaryOperator destinations) {
        for (int i = 0; i < count; i++) {
            address(frame(i) + EthernetLayout.DESTINATION, destinations.applyAsLong(first + i));
        }
    }

    /** Sends up to a batch, at once; returns how many the kernel took, or -1. */
    public int send(final int count) {
        return LibC.sendmmsg(descriptor, memory.address(), count, 0);
    }

    private void address(final int at, final long mac) {
        buffer.order(ByteOrder.BIG_ENDIAN).putShort(at, (short) (mac >>> 32)).putInt(at + 2, (int) mac).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
