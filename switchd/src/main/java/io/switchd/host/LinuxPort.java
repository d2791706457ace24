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
 * A device of Linux as a port: its packet socket, the filter that keeps the host off its frames, and its IPv6 switched off, so that the host
 * sends nothing of its own (router solicitations, multicast reports) out of it. Closing gives the device back with its IPv6 as it was.
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
    private final String ipv6WasDisabled;

    private LinuxPort(final AfPacketPort port, final IngressDrop.Link filter, final Path disableIpv6, final String ipv6WasDisabled) {
        this.port = port;
        this.filter = filter;
        this.disableIpv6 = disableIpv6;
        this.ipv6WasDisabled = ipv6WasDisabled;
    }

    static LinuxPort open(final Device device, final ReceiveBatch batch, final PortCounters counters, final IngressDrop ingressDrop)
        throws IOException {
        final Path disableIpv6 = Path.of("/proc/sys/net/ipv6/conf", device.name(), "disable_ipv6");
        final String before = Files.exists(disableIpv6) ? Files.readString(disableIpv6).trim() : DISABLED;
        if (!DISABLED.equals(before)) {
            Files.writeString(disableIpv6, DISABLED);
        }
        final IngressDrop.Link filter = ingressDrop.attach(device.index());
        try {
            final PacketSocket socket = PacketSocket.open(device.index(), RECEIVE_BUFFER, SEND_BUFFER);
            return new LinuxPort(new AfPacketPort(socket, batch, counters, device.carrier(), device.mtu()), filter, disableIpv6, before);
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
        if (!DISABLED.equals(ipv6WasDisabled) && Files.exists(disableIpv6)) {
            try {
                Files.writeString(disableIpv6, ipv6WasDisabled);
            } catch (final IOException e) {
                LOG.log(Level.WARNING, "IPv6 stays disabled: cannot write " + disableIpv6 + ": " + e.getMessage());
            }
        }
    }
}
