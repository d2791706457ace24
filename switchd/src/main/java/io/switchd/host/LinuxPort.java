package io.switchd.host;

import io.switchd.linux.bpf.IngressDrop;
import io.switchd.linux.packet.AfPacketPort;
import io.switchd.linux.packet.LongFrames;
import io.switchd.linux.packet.PacketBuffers;
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

    private final int index;
    private final AfPacketPort port;
    private final IngressDrop.Link filter;
    private final HostIpv6 ipv6;

    private LinuxPort(final int index, final AfPacketPort port, final IngressDrop.Link filter, final HostIpv6 ipv6) {
        this.index = index;
        this.port = port;
        this.filter = filter;
        this.ipv6 = ipv6;
    }

    static LinuxPort open(final Device device, final PacketBuffers buffers, final LongFrames longFrames, final PortCounters counters,
                          final Runnable whenStuck, final IngressDrop ingressDrop, final HostIpv6 ipv6) throws IOException {
        final IngressDrop.Link filter = ingressDrop.attach(device.index());
        try {
            final AfPacketPort port = AfPacketPort.open(device.index(), buffers, longFrames, counters, whenStuck);
            port.linkChanged(device.carrier(), device.mtu());
            ipv6.switchOff(device.index());
            return new LinuxPort(device.index(), port, filter, ipv6);
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
        return port.isBound();
    }

    @Override
    public boolean isStuck() {
        return port.isStuck();
    }

    @Override
    public void close() {
        port.close();
        filter.close();
        ipv6.giveBack(index);
    }
}
