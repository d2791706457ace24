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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * A device of Linux as a port: its packet socket, the filter that keeps the host off its frames, and its IPv6 switched
 * off. Closing gives the device back as it was.
 */
final class LinuxPort implements Host.OpenPort {

    private static final Logger LOG = System.getLogger(LinuxPort.class.getName());

    private final int index;
    private final AfPacketPort port;
    private final IngressDrop.Link filter;
    private final HostIpv6 ipv6;
    private final HeldPorts held;

    private LinuxPort(final int index, final AfPacketPort port, final IngressDrop.Link filter, final HostIpv6 ipv6, final HeldPorts held) {
        this.index = index;
        this.port = port;
        this.filter = filter;
        this.ipv6 = ipv6;
        this.held = held;
    }

    /** Goes on with what a daemon before this one has left of the port, if it has and that can be used, or opens it. */
    static LinuxPort adoptOrOpen(final Device device, final PacketBuffers buffers, final LongFrames longFrames, final PortCounters counters,
                                 final Runnable whenStuck, final IngressDrop ingressDrop, final HostIpv6 ipv6, final HeldPorts held) throws IOException {
        final Optional<HeldPorts.Left> left = held.take(device.index());
        if (left.isPresent()) {
            final IngressDrop.Link filter = IngressDrop.adopt(left.get().filter());
            final Optional<AfPacketPort> port = adopt(device, left.get(), buffers, longFrames, counters, whenStuck);
            if (port.isPresent()) {
                return finish(device, port.get(), filter, ipv6, held);
            }
            filter.close();
            held.forget(device.index());
        }
        return open(device, buffers, longFrames, counters, whenStuck, ingressDrop, ipv6, held);
    }

    private static Optional<AfPacketPort> adopt(final Device device, final HeldPorts.Left left, final PacketBuffers buffers, final LongFrames longFrames,
                                                final PortCounters counters, final Runnable whenStuck) {
        try {
            return AfPacketPort.adopt(device.index(), left.port(), buffers, longFrames, counters, whenStuck);
        } catch (final IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "what has arrived at " + device.name() + " since the daemon before this one ended is lost: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static LinuxPort open(final Device device, final PacketBuffers buffers, final LongFrames longFrames, final PortCounters counters,
                                  final Runnable whenStuck, final IngressDrop ingressDrop, final HostIpv6 ipv6, final HeldPorts held) throws IOException {
        final IngressDrop.Link filter = ingressDrop.attach(device.index());
        try {
            return finish(device, AfPacketPort.open(device.index(), buffers, longFrames, counters, whenStuck), filter, ipv6, held);
        } catch (final IOException e) {
            filter.close();
            throw e;
        }
    }

    private static LinuxPort finish(final Device device, final AfPacketPort port, final IngressDrop.Link filter, final HostIpv6 ipv6,
                                    final HeldPorts held) {
        port.linkChanged(device.carrier(), device.mtu());
        ipv6.switchOff(device.index());
        held.hold(device.index(), port.held(), filter.descriptor());
        return new LinuxPort(device.index(), port, filter, ipv6, held);
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
        held.forget(index);
        port.close();
        filter.close();
        ipv6.giveBack(index);
    }
}
