package io.switchd.compare.subject;

import io.switchd.engine.BusyPolling;
import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import io.switchd.linux.bpf.IngressDrop;
import io.switchd.linux.netlink.LinkInfo;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.packet.AfPacketPort;
import io.switchd.linux.packet.EpollPoller;
import io.switchd.linux.packet.LongFrames;
import io.switchd.linux.packet.PacketBuffers;
import io.switchd.port.FrameHandler;
import io.switchd.port.PortCounters;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The limit of the mechanism: the ports, the poller and the rhythm of switchd's forwarding loop, and no switch in it.
 * Whatever comes in on one of two devices goes out of the other. Runs until it is killed.
 */
final class BareLoopMain {

    static final String READY = "the bare loop is ready";

    private static final int IDLE_WAIT_MILLIS = 1_000;
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final EpollPoller poller = new EpollPoller();
    private final BusyPolling busyPolling = new BusyPolling(TimeUnit.MICROSECONDS.toNanos(BusyPolling.DEFAULT_MICROS));
    private final AfPacketPort[] ports;

    private BareLoopMain(final AfPacketPort... ports) throws IOException {
        this.ports = ports;
        for (final AfPacketPort port : ports) {
            poller.add(port.descriptor());
            poller.add(port.queueDescriptor());
        }
    }

    public static void main(final String[] args) throws IOException {
        final LongFrames longFrames = new LongFrames();
        final IngressDrop drop = new IngressDrop();
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            final Links links = new Links(netlink);
            final BareLoopMain loop = new BareLoopMain(open(links.get(args[0]), longFrames, drop), open(links.get(args[1]), longFrames, drop));
            System.out.println(READY);
            loop.run();
        }
    }

    private static AfPacketPort open(final LinkInfo device, final LongFrames longFrames, final IngressDrop drop) throws IOException {
        drop.attach(device.index());
        final AfPacketPort port = AfPacketPort.open(device.index(), PacketBuffers.DEFAULT, longFrames, new PortCounters(), () -> { });
        port.linkChanged(true, device.mtu());
        return port;
    }

    private void run() {
        final FrameHandler[] handlers = {frame -> across(frame, 1), frame -> across(frame, 0)};
        long checked = System.nanoTime();
        while (true) {
            final long now = System.nanoTime();
            if (now - checked > CHECK_NANOS) {
                checked = now;
                ports[0].check();
                ports[1].check();
            }
            final int frames = forward(0, handlers[0]) + forward(1, handlers[1]);
            busyPolling.cycled(frames, now);
            if (frames == 0 && busyPolling.isOver(now)) {
                poller.await(IDLE_WAIT_MILLIS);
            }
        }
    }

    private int forward(final int in, final FrameHandler handler) {
        final int frames = ports[in].poll(handler);
        if (frames > 0) {
            ports[1 - in].flush();
            ports[in].release();
        }
        return frames;
    }

    private void across(final FrameView frame, final int out) {
        ports[out].send(frame, VlanTag.stack(frame.tag(), VlanTag.NONE));
    }
}
