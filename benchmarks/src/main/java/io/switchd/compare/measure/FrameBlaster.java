package io.switchd.compare.measure;

import io.switchd.frame.EthernetLayout;
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
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Sends one frame again and again out of a host's device, up to 64 at a call: as fast as it can or at a steady rate,
 * always from the same source or each time from another.
 *
 * <p>A steady rate is one on the average of a fraction of a millisecond: between bursts the thread sleeps, because on a
 * machine with two cores one that spins would take the switch's. When it was kept from sending for longer, what it has
 * missed is not made up for: a burst would test the queues and not the rate. So the rate that was offered is what
 * counts, not the one that was wanted.
 *
 * <p>For one thread at a time.
 */
final class FrameBlaster implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int BATCH = 64;
    private static final int MMSGHDR = 64;
    private static final int IOVEC = 16;
    private static final int FRAME = 2_048;
    private static final int IOVECS_AT = BATCH * MMSGHDR;
    private static final int FRAMES_AT = IOVECS_AT + BATCH * IOVEC;
    private static final int SIZE = FRAMES_AT + BATCH * FRAME;
    private static final int MOST_MISSED = 4 * BATCH;
    private static final int SLEEP_NANOS = 50_000;

    private final int descriptor;
    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final LongUnaryOperator sources;
    private long offered;

    /** @param sources the address of the n-th frame; null for that of the frame itself */
    FrameBlaster(final Lab lab, final String netns, final String device, final byte[] frame, final LongUnaryOperator sources) throws IOException {
        this.sources = sources;
        descriptor = new NetworkNamespaces(lab.namespaces()).in(netns, () -> {
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                return open(new Links(netlink).get(device).index());
            }
        });
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

    /** As fast as the kernel takes them. */
    Offer blast(final Duration duration) {
        final long start = System.nanoTime();
        final long end = start + duration.toNanos();
        final long before = offered;
        while (System.nanoTime() < end) {
            send(BATCH);
        }
        return new Offer(offered - before, System.nanoTime() - start);
    }

    Offer pace(final double perSecond, final Duration duration) {
        final long end = System.nanoTime() + duration.toNanos();
        return pace(perSecond, () -> System.nanoTime() < end);
    }

    /** At a rate, as long as a condition holds. */
    Offer pace(final double perSecond, final BooleanSupplier condition) {
        final double perNano = perSecond / 1e9;
        final long start = System.nanoTime();
        final long before = offered;
        long missed = 0;
        while (condition.getAsBoolean()) {
            final long due = (long) ((System.nanoTime() - start) * perNano) - missed - (offered - before);
            missed += Math.max(0, due - MOST_MISSED);
            if (due > 0) {
                send((int) Math.min(due, BATCH));
            }
            if (due < BATCH) {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
        }
        return new Offer(offered - before, System.nanoTime() - start);
    }

    /** Up to a batch, at once. */
    void send(final int count) {
        for (int i = 0; sources != null && i < count; i++) {
            source(frame(i) + EthernetLayout.SOURCE, sources.applyAsLong(offered + i));
        }
        final int sent = LibC.sendmmsg(descriptor, memory.address(), count, 0);
        offered += sent <= 0 ? 1 : sent;
    }

    private void source(final int at, final long mac) {
        buffer.order(ByteOrder.BIG_ENDIAN).putShort(at, (short) (mac >>> 32)).putInt(at + 2, (int) mac).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        memory.close();
    }
}
