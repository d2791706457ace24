package io.switchd.testkit;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The device of a virtual machine: what is written here comes in on it, offload header and all, as the machine's own
 * driver would have it.
 */
public final class Tap implements AutoCloseable {

    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454CA;
    private static final int IFF_TAP = 0x0002;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int IFNAMSIZ = 16;
    private static final int IFREQ_SIZE = 40;
    private static final int OFFLOAD_HEADER = 10;
    private static final int DATAGRAM = 3_000;

    private final NativeMemory memory = NativeMemory.allocate(128 * 1024);
    private final int descriptor;

    private Tap(final int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes a tap in the calling thread's network namespace, which is gone when it is closed. */
    public static Tap open(final String name) throws LinuxException {
        final Tap tap = new Tap(LinuxException.check("open(/dev/net/tun)", LibC.open("/dev/net/tun", O_RDWR, 0)));
        tap.memory.buffer().put(0, new byte[IFREQ_SIZE]).put(0, name.getBytes(StandardCharsets.UTF_8))
            .putShort(IFNAMSIZ, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR));
        LinuxException.check("ioctl(TUNSETIFF)", LibC.ioctl(tap.descriptor, TUNSETIFF, tap.memory.address()));
        return tap;
    }

    public void write(final byte[] offloadHeader, final byte[] frame) {
        memory.buffer().put(0, offloadHeader).put(offloadHeader.length, frame);
        if (LibC.write(descriptor, memory.address(), offloadHeader.length + frame.length) < 0) {
            throw new UncheckedIOException(new LinuxException("write", LibC.errno()));
        }
    }

    /**
     * Writes a frame that a packet socket cannot be told of: a UDP datagram that is still to be cut into IP fragments
     * (VIRTIO_NET_HDR_GSO_UDP).
     */
    public void writeIndescribable() {
        final byte[] train = ByteBuffer.allocate(OFFLOAD_HEADER).order(ByteOrder.nativeOrder()).put((byte) 1).put((byte) 3).putShort((short) 42)
            .putShort((short) 1_480).putShort((short) 34).putShort((short) 6).array();
        final ByteBuffer packet = ByteBuffer.allocate(DATAGRAM);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) DATAGRAM).putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.putInt(0x0A00_0001).putInt(0x0A00_0002).putShort((short) 9).putShort((short) 9).putShort((short) (DATAGRAM - 20));
        write(train, Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload(0x0800, packet.array()));
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
