package io.switchd.compare.subject;

import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import io.switchd.linux.bpf.IngressDrop;
import io.switchd.linux.netlink.LinkInfo;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.packet.AfPacketPort;
import io.switchd.linux.packet.EpollPoller;
import io.switchd.linux.packet.PacketSocket;
import io.switchd.linux.packet.ReceiveBatch;
import io.switchd.port.FrameHandler;
import io.switchd.port.PortCounters;
import java.io.IOException;

/**
 * The limit of the mechanism: the ports, the poller and the rhythm of switchd's forwarding loop, and no switch in it.
 * Whatever comes in on one of two devices goes out of the other. Runs until it is killed.
 */
final class BareLoopMain {

    static final String READY = "the bare loop is ready";

    private static final int BUFFER = 8 * 1024 * 1024;
    private static final int IDLE_WAIT_MILLIS = 1_000;

    private final EpollPoller poller = new EpollPoller();
    private final AfPacketPort[] ports;

    private BareLoopMain(final AfPacketPort... ports) throws IOException {
        this.ports = ports;
        for (int i = 0; i < ports.length; i++) {
            poller.add(ports[i].descriptor(), i);
        }
    }

    public static void main(final String[] args) throws IOException {
        final ReceiveBatch batch = new ReceiveBatch();
        final IngressDrop drop = new IngressDrop();
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            final Links links = new Links(netlink);
            final BareLoopMain loop = new BareLoopMain(open(links.get(args[0]), batch, drop), open(links.get(args[1]), batch, drop));
            System.out.println(READY);
            loop.run();
        }
    }

    private static AfPacketPort open(final LinkInfo device, final ReceiveBatch batch, final IngressDrop drop) throws IOException {
        drop.attach(device.index());
        return new AfPacketPort(PacketSocket.open(device.index(), BUFFER, BUFFER), batch, new PortCounters(), true, device.mtu());
    }

    private void run() {
        final FrameHandler[] handlers = {frame -> across(frame, 1), frame -> across(frame, 0)};
        int work = 0;
        while (true) {
            final int ready = poller.await(work == 0 ? IDLE_WAIT_MILLIS : 0);
            work = 0;
            for (int i = 0; i < ready; i++) {
                final int in = poller.ready(i);
                work += ports[in].poll(handlers[in]);
                ports[1 - in].flush();
            }
        }
    }

    private void across(final FrameView frame, final int out) {
        ports[out].send(frame, VlanTag.stack(frame.tag(), VlanTag.NONE));
    }
}
