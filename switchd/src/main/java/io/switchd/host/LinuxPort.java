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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A device of Linux as a port: its packet socket, the filter that keeps the host off its frames, and its IPv6 switched
 * off, so that the host sends nothing of its own (router solicitations, multicast reports) out of it. Closing gives the
 * device back with its IPv6 as it was.
 */
final class LinuxPort implements Host.OpenPort {

    private static final Logger LOG = System.getLogger(LinuxPort.class.getName());

    /** In bytes; the kernel reckons twice as much. Some 10,000 small frames, or 120 trains of 64 KiB. */
    private static final int RECEIVE_BUFFER = 8 * 1024 * 1024;
    private static final int SEND_BUFFER = 8 * 1024 * 1024;
    private static final String DISABLED = "1";

    private final AfPacketPort port;
    private final IngressDrop.Link filter;
    private final Path disableIpv6;
    private final String before;

    private LinuxPort(final AfPacketPort port, final IngressDrop.Link filter, final Path disableIpv6) {
        this.port = port;
        this.filter = filter;
        this.disableIpv6 = disableIpv6;
        before = exchange(DISABLED);
    }

    static LinuxPort open(final Device device, final ReceiveBatch batch, final PortCounters counters, final IngressDrop ingressDrop)
        throws IOException {
        final IngressDrop.Link filter = ingressDrop.attach(device.index());
        try {
            final PacketSocket socket = PacketSocket.open(device.index(), RECEIVE_BUFFER, SEND_BUFFER);
            final AfPacketPort port = new AfPacketPort(socket, batch, counters, device.carrier(), device.mtu());
            return new LinuxPort(port, filter, Path.of("/proc/sys/net/ipv6/conf", device.name(), "disable_ipv6"));
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
    public void close() {
        port.close();
        filter.close();
        exchange(before);
    }

    /** Writes the setting and returns what it was. A kernel without IPv6, and a device that is gone, have none. */
    private String exchange(final String value) {
        try {
            if (!Files.exists(disableIpv6)) {
                return value;
            }
            final String present = Files.readString(disableIpv6).trim();
            if (!present.equals(value)) {
                Files.writeString(disableIpv6, value);
            }
            return present;
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "the host's IPv6 on a port stays as it is: cannot set " + disableIpv6 + " to " + value + ": " + e.getMessage());
            return value;
        }
    }
}
