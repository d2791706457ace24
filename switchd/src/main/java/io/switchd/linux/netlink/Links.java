package io.switchd.linux.netlink;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LinuxException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The network devices of one namespace: to see, make, change and delete them, as {@code ip link} does.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A device made here tells by its alias who made it. The kernel takes no alias for a device that is being made,
 *       only for one that is there, but it does take a group: a pair is born in group {@link #UNFINISHED}, and the
 *       message that gives an end its alias takes it out of the group again. So there is no moment at which a pair is
 *       there and not marked, whenever its maker dies.
 *   <li>A request whose answer is lost may have been carried out. Then the device is looked at: what is done already
 *       is done, and of a pair that is not whole nothing is left.
 *   <li>While devices come and go without a pause there is no list of one moment to be had, and who needs a few devices
 *       that stay must not wait for the others. A list that was overtaken is asked for again a few times; then the last
 *       one counts, and what only those before it had is looked up, for an older kernel may have missed it.
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class Links {

    /** The group of a pair that has no alias yet: "swtc" in ASCII, which nobody has by chance. */
    static final int UNFINISHED = 0x7377_7463;

    private static final int DEFAULT_GROUP = 0;
    private static final int LISTS = 3;

    private final NetlinkSocket socket;

    public Links(final NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Every device that stays while it is asked for, once. */
    public List<LinkInfo> list() throws LinuxException {
        final Map<Integer, LinkInfo> missed = new TreeMap<>();
        final Map<Integer, LinkInfo> links = new LinkedHashMap<>();
        for (int i = 0; i < LISTS; i++) {
            missed.putAll(links);
            links.clear();
            if (socket.dump(NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, 0), "cannot list the devices", message -> add(message, links))) {
                return List.copyOf(links.values());
            }
        }
        missed.keySet().removeAll(links.keySet());
        for (final int index : missed.keySet()) {
            find(index).ifPresent(link -> links.put(index, link));
        }
        return List.copyOf(links.values());
    }

    private static void add(final ByteBuffer message, final Map<Integer, LinkInfo> links) {
        final LinkInfo link = LinkInfo.of(message);
        links.put(link.index(), link);
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
        final NetlinkMessage message = NetlinkMessage.link(NetlinkConstants.RTM_NEWLINK, create, 0)
            .put(NetlinkConstants.IFLA_IFNAME, name).put(NetlinkConstants.IFLA_GROUP, UNFINISHED);
        mtu.ifPresent(bytes -> message.put(NetlinkConstants.IFLA_MTU, bytes));
        final int linkInfo = message.nest(NetlinkConstants.IFLA_LINKINFO);
        message.put(NetlinkConstants.IFLA_INFO_KIND, "veth");
        final int data = message.nest(NetlinkConstants.IFLA_INFO_DATA);
        final int end = message.nest(NetlinkConstants.VETH_INFO_PEER);
        message.emptyLinkHeader().put(NetlinkConstants.IFLA_IFNAME, peer);
        mtu.ifPresent(bytes -> message.put(NetlinkConstants.IFLA_MTU, bytes));
        peerMac.ifPresent(mac -> message.putMac(NetlinkConstants.IFLA_ADDRESS, mac));
        peerNamespace.ifPresentOrElse(descriptor -> message.put(NetlinkConstants.IFLA_NET_NS_FD, descriptor),
            () -> message.put(NetlinkConstants.IFLA_GROUP, UNFINISHED));
        message.end(end).end(data).end(linkInfo);
        try {
            socket.request(message, "cannot make the veth pair " + name + " and " + peer);
        } catch (final LostAnswerException e) {
            deleteAfter(e, name, LinkInfo::isUnfinished);
            throw e;
        }
        try {
            if (peerNamespace.isEmpty()) {
                setAlias(peer, alias);
            }
            setAlias(name, alias);
        } catch (final LinuxException e) {
            deleteAfter(e, name, link -> true);
            throw e;
        }
    }

    /** Deletes what a failure has left. */
    private void deleteAfter(final LinuxException failure, final String name, final Predicate<LinkInfo> isLeft) {
        try {
            if (find(name).filter(isLeft).isPresent()) {
                delete(name);
            }
        } catch (final LinuxException e) {
            failure.addSuppressed(e);
        }
    }

    public void delete(final String name) throws LinuxException {
        final int index = get(name).index();
        request(NetlinkMessage.link(NetlinkConstants.RTM_DELLINK, 0, index), "cannot delete device " + name, () -> find(index).isEmpty());
    }

    public void setUp(final String name) throws LinuxException {
        setFlags(name, NetlinkConstants.IFF_UP, "up");
    }

    public void setDown(final String name) throws LinuxException {
        setFlags(name, 0, "down");
    }

    private void setFlags(final String name, final int flags, final String word) throws LinuxException {
        final int index = get(name).index();
        request(NetlinkMessage.linkFlags(index, flags, NetlinkConstants.IFF_UP), "cannot set device " + name + " " + word,
            () -> find(index).filter(link -> link.up() == (flags != 0)).isPresent());
    }

    public void setMtu(final String name, final int mtu) throws LinuxException {
        final int index = get(name).index();
        request(change(index).put(NetlinkConstants.IFLA_MTU, mtu), "cannot set the MTU of device " + name + " to " + mtu,
            () -> find(index).filter(link -> link.mtu() == mtu).isPresent());
    }

    /** An alias finishes a device. */
    public void setAlias(final String name, final String alias) throws LinuxException {
        final int index = get(name).index();
        request(change(index).put(NetlinkConstants.IFLA_IFALIAS, alias).put(NetlinkConstants.IFLA_GROUP, DEFAULT_GROUP),
            "cannot set the alias of device " + name, () -> find(index).filter(link -> link.alias().equals(alias)).isPresent());
    }

    /** @param namespace descriptor of the namespace it goes to */
    public void move(final String name, final int namespace) throws LinuxException {
        final int index = get(name).index();
        request(change(index).put(NetlinkConstants.IFLA_NET_NS_FD, namespace), "cannot move device " + name, () -> find(index).isEmpty());
    }

    /** Tells whether what was asked for is so. */
    private interface Look {
        boolean isDone() throws LinuxException;
    }

    private void request(final NetlinkMessage message, final String what, final Look look) throws LinuxException {
        try {
            socket.request(message, what);
        } catch (final LostAnswerException e) {
            if (!look.isDone()) {
                throw e;
            }
        }
    }

    private static NetlinkMessage change(final int index) {
        return NetlinkMessage.link(NetlinkConstants.RTM_NEWLINK, 0, index);
    }
}
