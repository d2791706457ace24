package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.port.DropReason;
import io.switchd.port.FrameHandler;
import io.switchd.port.Port;
import io.switchd.port.PortCounters;
import java.util.Optional;

/**
 * A port on an Ethernet device of Linux: gets frames by its {@link Reception}, and sends them through a {@link SendQueue}
 * out of one of its sockets.
 *
 * <p>A reception can get stuck for ever. Then the port is of no use any more, and whoever opened it is told, again at each
 * check: to make a new one takes the kernel tens of milliseconds, which the loop's other ports must not wait for.
 *
 * <p>What the kernel answers when a frame cannot be sent decides about that frame alone: it is dropped under the
 * reason, and the next one is tried. Nothing is tried twice, because two answers that sound temporary are not: a frame
 * longer than the MTU of a veth's far end is refused with ENOBUFS for ever, one with an offload the device cannot do
 * with ENOMEM (both seen on Linux 6.18). Only ENETDOWN is believed when it is said again, since the kernel keeps it for
 * the next who asks, when the device may be up. When the send buffer is full or the device is down the rest of the batch
 * goes the same way at once.
 *
 * <p>Confined to the thread of its loop, except for opening and closing.
 */
public final class AfPacketPort implements Port, AutoCloseable {

    private final Reception reception;
    private final int socket;
    private final PortCounters counters;
    private final SendQueue queue;
    private final Runnable whenStuck;
    private boolean carrier;
    private int maxLength;

    private AfPacketPort(final Reception reception, final PortCounters counters, final Runnable whenStuck) {
        this.reception = reception;
        socket = reception.ringDescriptor();
        queue = new SendQueue(reception.sendMemory());
        this.counters = counters;
        this.whenStuck = whenStuck;
    }

    /**
     * Opens a port on a device of the calling thread's network namespace.
     *
     * @param longFrames of the loop that will own the port
     * @param counters   to go on with
     * @param whenStuck  is run by the loop's thread at each check of a port that is stuck; must not wait
     * @throws LinuxException ENODEV without such a device, EPERM without CAP_NET_RAW (the socket) or CAP_NET_ADMIN (the
     *         buffers), ENOMEM without memory for the ring
     */
    public static AfPacketPort open(final int ifindex, final PacketBuffers buffers, final LongFrames longFrames, final PortCounters counters,
                                    final Runnable whenStuck) throws LinuxException {
        return new AfPacketPort(Reception.open(ifindex, buffers, longFrames), counters, whenStuck);
    }

    /**
     * Goes on with what a daemon that has ended has left of a port: what came in meanwhile is received, in order, and what
     * it had taken and not sent is sent. The descriptors are the port's from now on, or closed.
     *
     * @return empty when it is not of that device any more, or of one of another network namespace, was made by another version, or for a ring of another size
     */
    public static Optional<AfPacketPort> adopt(final int ifindex, final HeldPort held, final PacketBuffers buffers, final LongFrames longFrames,
                                               final PortCounters counters, final Runnable whenStuck) throws LinuxException {
        return Reception.adopt(ifindex, held, buffers, longFrames).map(reception -> new AfPacketPort(reception, counters, whenStuck));
    }

    /** What has to be held for {@link #adopt}; still the port's own. */
    public HeldPort held() {
        return new HeldPort(reception.ringDescriptor(), reception.queueDescriptor(), reception.mapDescriptor());
    }

    /**
     * Whether the port still belongs to its device. One that is deleted or leaves the namespace is taken from its
     * sockets for good; when it comes back, with the same index, they stay deaf. Safe from any thread but after
     * {@link #close()}.
     */
    public boolean isBound() throws LinuxException {
        return reception.isBound();
    }

    /** Whether the port gets nothing any more, for good. Safe from any thread. */
    public boolean isStuck() {
        return reception.isStuck();
    }

    @Override
    public int descriptor() {
        return socket;
    }

    @Override
    public int queueDescriptor() {
        return reception.queueDescriptor();
    }

    @Override
    public boolean isResuming() {
        return reception.isResuming();
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void linkChanged(final boolean carrier, final int mtu) {
        this.carrier = carrier;
        maxLength = mtu + EthernetLayout.HEADER_LENGTH + EthernetLayout.TAG_LENGTH;
    }

    @Override
    public int poll(final FrameHandler handler) {
        final int count = reception.receive();
        for (int i = 0; i < count; i++) {
            final FrameView frame = reception.frame(i);
            if (frame == null) {
                counters.lostUnseen(reception.lossOf(i), 1);
                continue;
            }
            counters.received(frame.tag() == VlanTag.NONE ? frame.length() : frame.length() + EthernetLayout.TAG_LENGTH);
            if (OffloadHeader.isSound(frame)) {
                handler.onFrame(frame);
            } else {
                counters.dropped(DropReason.BAD_OFFLOAD_HEADER, 1);
            }
        }
        return count;
    }

    @Override
    public void release() {
        reception.release();
    }

    @Override
    public void send(final FrameView frame, final long tags) {
        if (!carrier) {
            counters.dropped(DropReason.TX_NO_CARRIER, 1);
        } else if (OffloadHeader.wireLength(frame) > maxLength) {
            counters.dropped(DropReason.TX_TOO_LONG, 1);
        } else {
            queue.add(frame, tags);
        }
    }

    @Override
    public void flush() {
        int sent = queue.begin(reception.currentBatch());
        while (sent < queue.size()) {
            final int count = send(sent);
            if (count > 0) {
                counters.sent(count, bytes(sent, count));
                sent += count;
            } else {
                sent += sendFailed(LibC.errno(), queue.size() - sent);
            }
        }
        queue.clear();
    }

    private int send(final int from) {
        final int count = queue.send(socket, from);
        return count < 0 && LibC.errno() == Errno.ENETDOWN ? queue.send(socket, from) : count;
    }

    private int sendFailed(final int errno, final int unsent) {
        final DropReason reason = reasonOf(errno);
        final int lost = reason == DropReason.TX_QUEUE_FULL || reason == DropReason.TX_LINK_DOWN ? unsent : 1;
        counters.dropped(reason, lost);
        return lost;
    }

    private static DropReason reasonOf(final int errno) {
        switch (errno) {
            case Errno.EAGAIN:
                return DropReason.TX_QUEUE_FULL;
            case Errno.ENETDOWN:
            case Errno.ENXIO:
            case Errno.ENODEV:
                return DropReason.TX_LINK_DOWN;
            case Errno.ENOBUFS:
            case Errno.ENOMEM:
                return DropReason.TX_NO_BUFFER;
            case Errno.EMSGSIZE:
                return DropReason.TX_TOO_LONG;
            default:
                return DropReason.TX_REFUSED;
        }
    }

    private long bytes(final int from, final int count) {
        long bytes = 0;
        for (int i = from; i < from + count; i++) {
            bytes += queue.length(i);
        }
        return bytes;
    }

    @Override
    public void refreshCounters() {
        reception.countLost(counters);
    }

    @Override
    public void check() {
        refreshCounters();
        reception.check();
        if (reception.isStuck()) {
            whenStuck.run();
        }
    }

    @Override
    public void close() {
        reception.close();
    }
}
