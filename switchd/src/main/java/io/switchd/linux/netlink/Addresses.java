package io.switchd.linux.netlink;

import io.switchd.linux.libc.LinuxException;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Addresses and the default route of a namespace's devices, as {@code ip address} and {@code ip route} set them. For
 * one thread at a time.
 */
public final class Addresses {

    private final NetlinkSocket socket;

    public Addresses(final NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Gives a device an address. An IPv6 address is usable at once: whoever configures both ends knows that nobody else
     * has it, so it is not first searched for (IFA_F_NODAD).
     */
    public void add(final int index, final InetAddress address, final int prefixLength) throws LinuxException {
        final byte[] bytes = address.getAddress();
        final boolean v4 = address instanceof Inet4Address;
        final NetlinkMessage message = NetlinkMessage.address(family(address), prefixLength, v4 ? 0 : NetlinkConstants.IFA_F_NODAD, index)
            .put(NetlinkConstants.IFA_LOCAL, bytes)
            .put(NetlinkConstants.IFA_ADDRESS, bytes);
        if (v4 && prefixLength < 31) {
            message.put(NetlinkConstants.IFA_BROADCAST, broadcast(bytes, prefixLength));
        }
        socket.request(message, "cannot add address " + address.getHostAddress() + "/" + prefixLength);
    }

    public void addDefaultRoute(final int index, final InetAddress gateway) throws LinuxException {
        socket.request(NetlinkMessage.defaultRoute(family(gateway))
            .put(NetlinkConstants.RTA_GATEWAY, gateway.getAddress())
            .put(NetlinkConstants.RTA_OIF, index), "cannot add the default route by " + gateway.getHostAddress());
    }

    private static int family(final InetAddress address) {
        return address instanceof Inet4Address ? NetlinkConstants.AF_INET : NetlinkConstants.AF_INET6;
    }

    private static byte[] broadcast(final byte[] address, final int prefixLength) {
        final byte[] result = address.clone();
        for (int bit = prefixLength; bit < 32; bit++) {
            result[bit / Byte.SIZE] |= (byte) (0x80 >>> bit % Byte.SIZE);
        }
        return result;
    }
}
