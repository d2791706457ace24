package io.switchd.host;

import io.switchd.linux.bpf.IngressDrop;
import io.switchd.linux.packet.AfPacketPort;
import io.switchd.linux.packet.PacketSocket;
import io.switchd.linux.packet.ReceiveBatch;
import io.switchd.manage.Device;
import io.switchd.manage.Host;
import io.switchd.port.Port;
import io.switchd.port.PortCounters;
import java.io.IOException;

/**
 * A device of Linux as a port: its packet socket, the filter that keeps the host off its frames, and its IPv6 switched
 * off. Closing gives the device back as it was.
 */
final class LinuxPort implements Host.OpenPort {

    /** In bytes; the kernel reckons twice as much. Some 10,000 small frames, or 120 trains of 64 KiB. */
    private static final int RECEIVE_BUFFER = 8 * 1024 * 1024;
    private static final int SEND_BUFFER = 8 * 1024 * 1024;

    private final int index;
    private final PacketSocket socket;
    private final AfPacketPort port;
    private final IngressDrop.Link filter;
    private final HostIpv6 ipv6;

    private LinuxPort(final int index, final PacketSocket socket, final AfPacketPort port, final IngressDrop.Link filter, final HostIpv6 ipv6) {
        this.index = index;
        this.socket = socket;
        this.port = port;
        this.filter = filter;
        this.ipv6 = ipv6;
    }

    static LinuxPort open(final Device device, final ReceiveBatch batch, final PortCounters counters, final IngressDrop ingressDrop,
                          final HostIpv6 ipv6) throws IOException {
        final IngressDrop.Link filter = ingressDrop.attach(device.index());
        try {
            final PacketSocket socket = PacketSocket.open(device.index(), RECEIVE_BUFFER, SEND_BUFFER);
            final AfPacketPort port = new AfPacketPort(socket, batch, counters, device.carrier(), device.mtu());
            ipv6.switchOff(device.index());
            return new LinuxPort(device.index(), socket, port, filter, ipv6);
        } catch (final IOException e) {
            filter.close();
            throw e;
        }
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    public boolean isBound() throws IOException {
        return socket.isBound();
    }

    @Override
    public void close() {
        port.close();
        filter.close();
        ipv6.giveBack(index);
    }
}
