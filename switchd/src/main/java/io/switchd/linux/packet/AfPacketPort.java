package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.port.DropReason;
import io.switchd.port.FrameHandler;
import io.switchd.port.Port;
import io.switchd.port.PortCounters;

/**
 * A port on an Ethernet device of Linux, through a {@link PacketSocket}.
 *
 * <p>What the kernel answers when a frame cannot be sent decides about that frame alone: it is dropped under the
 * reason, and the next one is tried. Nothing is tried twice, because two answers that sound temporary are not: a frame
 * longer than the MTU of a veth's far end is refused with ENOBUFS for ever, one with an offload the device cannot do
 * with ENOMEM (both seen on Linux 6.18). Only when the send buffer is full or the device is down the rest of the batch
 * goes the same way at once.
 *
 * <p>Confined to the thread of its loop, except for opening and closing.
 */
public final class AfPacketPort implements Port, AutoCloseable {

    private final PacketSocket socket;
    private final ReceiveBatch batch;
    private final PortCounters counters;
    private final SendQueue queue = new SendQueue();
    private boolean carrier;
    private int maxLength;

    /**
     * @param batch    of the loop that will own the port
     * @param counters to go on with
     */
    public AfPacketPort(final PacketSocket socket, final ReceiveBatch batch, final PortCounters counters, final boolean carrier, final int mtu) {
        this.socket = socket;
        this.batch = batch;
        this.counters = counters;
        linkChanged(carrier, mtu);
    }

    @Override
    public int descriptor() {
        return socket.descriptor();
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
        final int count = batch.receive(socket.descriptor());
        if (count < 0) {
            return receiveFailed(LibC.errno());
        }
        for (int slot = 0; slot < count; slot++) {
            final FrameView frame = batch.frame(slot);
            if (frame == null) {
                counters.lostUnseen(DropReason.RX_BAD_LENGTH, 1);
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

    /**
     * EINVAL is a frame the kernel took from the queue and could not describe; anything else (EAGAIN, ENETDOWN when the
     * device goes down) loses none.
     */
    private int receiveFailed(final int errno) {
        if (errno != Errno.EINVAL) {
            return 0;
        }
        counters.lostUnseen(DropReason.RX_UNREADABLE, 1);
        return 1;
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
        int sent = 0;
        while (sent < queue.size()) {
            final int count = queue.send(socket.descriptor(), sent);
            if (count > 0) {
                counters.sent(count, bytes(sent, count));
                sent += count;
            } else {
                sent += sendFailed(LibC.errno(), queue.size() - sent);
            }
        }
        queue.clear();
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
        counters.lostUnseen(DropReason.RX_OVERRUN, socket.takeOverruns());
    }

    @Override
    public void close() {
        socket.close();
        queue.close();
    }
}
