package io.switchd.linux.netlink;

import java.nio.ByteBuffer;

/**
 * A network device as RTM_NEWLINK describes it.
 *
 * @param kind           of a virtual device: veth, bridge, tun; empty otherwise
 * @param ethernet       whether its type is ARPHRD_ETHER
 * @param up             IFF_UP: an administrator has set it up
 * @param carrier        IFF_LOWER_UP: the link is there
 * @param alias          empty when none
 * @param group          a number that tells nothing to the kernel, 0 unless set
 * @param master         index of the device it belongs to, 0 when none
 * @param link           index of the device below it or, of a veth, of the other end, in that one's namespace; 0 when none
 * @param netnsImmutable whether it must stay in its namespace
 */
public record LinkInfo(int index, String name, String kind, boolean ethernet, boolean up, boolean carrier, int mtu, String alias,
                       int group, int master, int link, boolean netnsImmutable) {

    /** Whether it is of a pair that {@link Links#addVeth} had begun to make and did not come to mark. */
    public boolean isUnfinished() {
        return "veth".equals(kind) && group == Links.UNFINISHED && alias.isEmpty();
    }

    static LinkInfo of(final ByteBuffer message) {
        final int header = NetlinkLayout.NLMSGHDR_SIZE;
        final int arphrd = message.getShort(header + NetlinkLayout.IFI_TYPE) & 0xFFFF;
        final int flags = message.getInt(header + NetlinkLayout.IFI_FLAGS);
        final NetlinkAttributes attributes = NetlinkAttributes.of(message, header + NetlinkLayout.IFINFOMSG_SIZE);
        final String kind = attributes.nested(NetlinkConstants.IFLA_LINKINFO).text(NetlinkConstants.IFLA_INFO_KIND);
        return new LinkInfo(
            message.getInt(header + NetlinkLayout.IFI_INDEX),
            attributes.text(NetlinkConstants.IFLA_IFNAME),
            kind,
            arphrd == NetlinkConstants.ARPHRD_ETHER,
            (flags & NetlinkConstants.IFF_UP) != 0,
            (flags & NetlinkConstants.IFF_LOWER_UP) != 0,
            attributes.integer(NetlinkConstants.IFLA_MTU, 0),
            attributes.text(NetlinkConstants.IFLA_IFALIAS),
            attributes.integer(NetlinkConstants.IFLA_GROUP, 0),
            attributes.integer(NetlinkConstants.IFLA_MASTER, 0),
            attributes.integer(NetlinkConstants.IFLA_LINK, 0),
            isImmutable(attributes, arphrd, kind));
    }

    /** Kernels before 6.15 do not tell; there, a loopback device and a bridge are known to be. */
    private static boolean isImmutable(final NetlinkAttributes attributes, final int arphrd, final String kind) {
        return attributes.has(NetlinkConstants.IFLA_NETNS_IMMUTABLE)
            ? attributes.octet(NetlinkConstants.IFLA_NETNS_IMMUTABLE, 0) != 0
            : arphrd == NetlinkConstants.ARPHRD_LOOPBACK || "bridge".equals(kind);
    }
}
