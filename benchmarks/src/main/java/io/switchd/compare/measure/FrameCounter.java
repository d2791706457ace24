package io.switchd.compare.measure;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Counts the frames of one EtherType that come in on a host's device. It is a packet socket that nobody reads from: once
 * its buffer is full, which is made as small as can be, the kernel counts a frame and drops it.
 *
 * <pre>
 * sockaddr_ll    0 family (2) | 2 protocol (2, big endian) | 4 ifindex (4) | 8 … 20
 * tpacket_stats  0 tp_packets (4), the dropped ones included | 4 tp_drops (4) | 8
 * </pre>
 *
 * <p>For one thread at a time.
 */
final class FrameCounter implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;

    private static final int FAMILY = 0;
    private static final int PROTOCOL = FAMILY + 2;
    private static final int IFINDEX = PROTOCOL + 2;
    private static final int SOCKADDR_LL = 20;
    private static final int TP_PACKETS = 0;
    private static final int TPACKET_STATS = TP_PACKETS + 8;
    private static final int LENGTH_AT = 32;
    private static final int MEMORY = 64;

    private final NativeMemory memory = NativeMemory.allocate(MEMORY);
    private final int descriptor;

    /** @param netns named, of the lab */
    FrameCounter(final Lab lab, final String netns, final String device, final int etherType) throws IOException {
        descriptor = new NetworkNamespaces(lab.namespaces()).in(netns, () -> {
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                return open(new Links(netlink).get(device).index(), etherType);
            }
        });
    }

    private int open(final int ifindex, final int etherType) throws LinuxException {
        final int socket = LinuxException.check("socket", LibC.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
        final ByteBuffer buffer = memory.buffer();
        buffer.putInt(0, 0);
        LinuxException.check("setsockopt(SO_RCVBUF)", LibC.setsockopt(socket, SOL_SOCKET, SO_RCVBUF, memory.address(), Integer.BYTES));
        buffer.putShort(FAMILY, (short) AF_PACKET).putInt(IFINDEX, ifindex);
        buffer.order(ByteOrder.BIG_ENDIAN).putShort(PROTOCOL, (short) etherType).order(ByteOrder.nativeOrder());
        LinuxException.check("bind", LibC.bind(socket, memory.address(), SOCKADDR_LL));
        return socket;
    }

    /** How many have come since the last call. */
    long take() throws LinuxException {
        final ByteBuffer buffer = memory.buffer().putInt(LENGTH_AT, TPACKET_STATS);
        LinuxException.check("getsockopt(PACKET_STATISTICS)",
            LibC.getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, memory.address(), memory.address() + LENGTH_AT));
        return Integer.toUnsignedLong(buffer.getInt(TP_PACKETS));
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
