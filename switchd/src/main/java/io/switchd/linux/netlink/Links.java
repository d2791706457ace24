package io.switchd.linux.netlink;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LinuxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The network devices of one namespace: to see, make, change and delete them, as {@code ip link} does. For one thread
 * at a time.
 */
public final class Links {

    private final NetlinkSocket socket;

    public Links(final NetlinkSocket socket) {
        this.socket = socket;
    }

    public List<LinkInfo> list() throws LinuxException {
        final List<LinkInfo> links = new ArrayList<>();
        socket.dump(NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, 0), "cannot list the devices", links::clear,
            message -> links.add(LinkInfo.of(message)));
        return links;
    }

    public Optional<LinkInfo> find(final String name) throws LinuxException {
        return find(NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, 0).put(NetlinkConstants.IFLA_IFNAME, name), name);
    }

    public Optional<LinkInfo> find(final int index) throws LinuxException {
        return find(NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, index), Integer.toString(index));
    }

    private Optional<LinkInfo> find(final NetlinkMessage request, final String which) throws LinuxException {
        final List<LinkInfo> links = new ArrayList<>(1);
        try {
            socket.get(request, "cannot look up device " + which, message -> links.add(LinkInfo.of(message)));
        } catch (final LinuxException e) {
            if (e.errno() != Errno.ENODEV) {
                throw e;
            }
        }
        return links.stream().findFirst();
    }

    /** As {@link #find}, for a device that must be there. */
    public LinkInfo get(final String name) throws LinuxException {
        return find(name).orElseThrow(() -> new LinuxException("cannot find device " + name, Errno.ENODEV));
    }

    /**
     * Makes a veth pair: both ends, or none.
     *
     * @param peerNamespace descriptor of the namespace the peer is born in
     * @param mtu           of both ends
     * @param alias         of the ends in this namespace
     */
    public void addVeth(final String name, final String peer, final OptionalInt peerNamespace, final OptionalLong peerMac, final OptionalInt mtu,
                        final String alias) throws LinuxException {
        final int create = NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_EXCL;
        final NetlinkMessage message = NetlinkMessage.link(NetlinkConstants.RTM_NEWLINK, create, 0).put(NetlinkConstants.IFLA_IFNAME, name);
        mtu.ifPresent(bytes -> message.put(NetlinkConstants.IFLA_MTU, bytes));
        final int linkInfo = message.nest(NetlinkConstants.IFLA_LINKINFO);
        message.put(NetlinkConstants.IFLA_INFO_KIND, "veth");
        final int data = message.nest(NetlinkConstants.IFLA_INFO_DATA);
        final int end = message.nest(NetlinkConstants.VETH_INFO_PEER);
        message.emptyLinkHeader().put(NetlinkConstants.IFLA_IFNAME, peer);
        mtu.ifPresent(bytes -> message.put(NetlinkConstants.IFLA_MTU, bytes));
        peerMac.ifPresent(mac -> message.putMac(NetlinkConstants.IFLA_ADDRESS, mac));
        peerNamespace.ifPresent(descriptor -> message.put(NetlinkConstants.IFLA_NET_NS_FD, descriptor));
        message.end(end).end(data).end(linkInfo);
        socket.request(message, "cannot make the veth pair " + name + " and " + peer);
        try {
            setAlias(name, alias);
            if (peerNamespace.isEmpty()) {
                setAlias(peer, alias);
            }
        } catch (final LinuxException e) {
            delete(name);
            throw e;
        }
    }

    public void delete(final String name) throws LinuxException {
        socket.request(NetlinkMessage.link(NetlinkConstants.RTM_DELLINK, 0, get(name).index()), "cannot delete device " + name);
    }

    public void setUp(final String name) throws LinuxException {
        socket.request(NetlinkMessage.linkFlags(get(name).index(), NetlinkConstants.IFF_UP, NetlinkConstants.IFF_UP), "cannot set device " + name + " up");
    }

    public void setMtu(final String name, final int mtu) throws LinuxException {
        socket.request(change(name).put(NetlinkConstants.IFLA_MTU, mtu), "cannot set the MTU of device " + name + " to " + mtu);
    }

    public void setAlias(final String name, final String alias) throws LinuxException {
        socket.request(change(name).put(NetlinkConstants.IFLA_IFALIAS, alias), "cannot set the alias of device " + name);
    }

    /** @param namespace descriptor of the namespace it goes to */
    public void move(final String name, final int namespace) throws LinuxException {
        socket.request(change(name).put(NetlinkConstants.IFLA_NET_NS_FD, namespace), "cannot move device " + name);
    }

    private NetlinkMessage change(final String name) throws LinuxException {
        return NetlinkMessage.link(NetlinkConstants.RTM_NEWLINK, 0, get(name).index());
    }
}
