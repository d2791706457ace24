package io.switchd.compare;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.testkit.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends the same 60-byte frame, 64 at a call, as fast as it can. Opened in the namespace of the thread that calls
 * {@link #open}.
 */
final class FrameBlaster implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int BATCH = 64;
    private static final int MMSGHDR = 64;
    private static final int IOVEC_AT = BATCH * MMSGHDR;
    private static final int FRAME_AT = IOVEC_AT + 16;

    private final int descriptor;
    private final NativeMemory memory = NativeMemory.allocate(FRAME_AT + 2_048);

    private FrameBlaster(final int descriptor) {
        this.descriptor = descriptor;
    }

    static FrameBlaster open(final String device, final String destination) throws IOException {
        final int descriptor = LinuxException.check("socket", LibC.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
        final FrameBlaster blaster = new FrameBlaster(descriptor);
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            blaster.prepare(new Links(netlink).get(device).index(), Frames.frame(destination, "02:00:00:00:b1:a5").payload("blast"));
        }
        return blaster;
    }

    private void prepare(final int index, final byte[] frame) throws LinuxException {
        final ByteBuffer buffer = memory.buffer();
        buffer.putShort(0, (short) AF_PACKET).putInt(4, index);
        LinuxException.check("bind", LibC.bind(descriptor, memory.address(), 20));
        buffer.putLong(0, 0);
        for (int i = 0; i < BATCH; i++) {
            buffer.putLong(i * MMSGHDR + 16, memory.address() + IOVEC_AT).putLong(i * MMSGHDR + 24, 1);
        }
        buffer.putLong(IOVEC_AT, memory.address() + FRAME_AT).putLong(IOVEC_AT + 8, frame.length).put(FRAME_AT, frame);
    }

    void run(final Duration duration) {
        final long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LibC.sendmmsg(descriptor, memory.address(), BATCH, 0);
        }
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
