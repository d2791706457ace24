package io.switchd.testkit;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
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

    public void write(final byte[] offloadHeader, final byte[] frame) throws LinuxException {
        memory.buffer().put(0, offloadHeader).put(offloadHeader.length, frame);
        LinuxException.check("write", LibC.write(descriptor, memory.address(), offloadHeader.length + frame.length));
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
