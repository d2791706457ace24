package io.switchd.testkit;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Sends single frames out of a device, which may come and go meanwhile: what the kernel does not take is lost. Made and
 * closed in a moment, since it has no ring.
 */
public final class RawSender implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCKADDR_LL_SIZE = 20;

    private final NativeMemory memory = NativeMemory.allocate(16 * 1024);
    private final int descriptor;

    /** Sends from a device inside a named namespace of the lab. */
    public RawSender(final Lab lab, final String netns, final String device) {
        try {
            descriptor = new NetworkNamespaces(lab.namespaces()).in(netns, () -> {
                try (NetlinkSocket netlink = NetlinkSocket.open()) {
                    return open(new Links(netlink).get(device).index());
                }
            });
        } catch (final IOException e) {
            memory.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Sends from a device of the calling thread's namespace. */
    public RawSender(final int index) throws LinuxException {
        descriptor = open(index);
    }

    private int open(final int index) throws LinuxException {
        final int socket = LinuxException.check("socket", LibC.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
        memory.buffer().putShort(0, (short) AF_PACKET).putInt(4, index);
        LinuxException.check("bind", LibC.bind(socket, memory.address(), SOCKADDR_LL_SIZE));
        return socket;
    }

    /** Sends a frame, and returns whether the kernel took it. */
    public boolean send(final byte[] frame) {
        memory.buffer().put(0, frame);
        return LibC.send(descriptor, memory.address(), frame.length, 0) == frame.length;
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
