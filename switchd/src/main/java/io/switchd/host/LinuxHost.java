package io.switchd.host;

import io.switchd.config.IpPrefix;
import io.switchd.linux.bpf.IngressDrop;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.netlink.Addresses;
import io.switchd.linux.netlink.LinkInfo;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.linux.netns.ProcessTable;
import io.switchd.linux.packet.LongFrames;
import io.switchd.linux.packet.PacketBuffers;
import io.switchd.manage.Device;
import io.switchd.manage.Host;
import io.switchd.port.PortCounters;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The machine, through rtnetlink, /run/netns and packet sockets. For one thread at a time, in the daemon's namespace.
 */
public final class LinuxHost implements Host, AutoCloseable {

    private static final Logger LOG = System.getLogger(LinuxHost.class.getName());
    private static final String LOOPBACK = "lo";

    private final NetworkNamespaces namespaces;
    private final NetlinkSocket netlink = NetlinkSocket.open();
    private final Links links = new Links(netlink);
    private final IngressDrop ingressDrop = new IngressDrop();
    private final PacketBuffers buffers;
    private final List<LongFrames> longFrames;
    private final HostIpv6 ipv6;
    private final HeldPorts held;

    /**
     * @param buffers      of each port
     * @param longFrames   of the loops, by their numbers
     * @param runDirectory keeps until the next boot what is to be given back
     * @param held         what outlives the daemon
     */
    public LinuxHost(final NetworkNamespaces namespaces, final PacketBuffers buffers, final List<LongFrames> longFrames, final Path runDirectory,
                     final HeldPorts held) throws LinuxException {
        this.namespaces = namespaces;
        this.buffers = buffers;
        this.longFrames = List.copyOf(longFrames);
        this.held = held;
        ipv6 = new HostIpv6(links, runDirectory.resolve("ipv6-off"));
    }

    @Override
    public List<Device> devices() throws IOException {
        return links.list().stream().map(LinuxHost::device).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Optional<Device> device(final String name) throws IOException {
        return links.find(name).map(LinuxHost::device);
    }

    @Override
    public void addVeth(final VethSpec spec) throws IOException {
        if (spec.netns().isEmpty()) {
            links.addVeth(spec.device(), spec.peer(), OptionalInt.empty(), spec.peerMac(), spec.mtu(), spec.alias());
            return;
        }
        final int namespace = namespaces.open(spec.netns().get());
        try {
            links.addVeth(spec.device(), spec.peer(), OptionalInt.of(namespace), spec.peerMac(), spec.mtu(), spec.alias());
        } finally {
            LibC.close(namespace);
        }
    }

    @Override
    public void delete(final String device) throws IOException {
        links.delete(device);
    }

    @Override
    public void setUp(final String device) throws IOException {
        links.setUp(device);
    }

    @Override
    public void setMtu(final String device, final int mtu) throws IOException {
        links.setMtu(device, mtu);
    }

    @Override
    public void move(final String device, final String netns) throws IOException {
        final int namespace = namespaces.open(netns);
        try {
            links.move(device, namespace);
        } catch (final LinuxException e) {
            throw e.errno() == Errno.EINVAL ? new IOException("device " + device + " cannot leave its namespace: the kernel binds "
                + "devices of its kind to the namespace they were made in", e) : e;
        } finally {
            LibC.close(namespace);
        }
    }

    @Override
    public List<Device> devices(final String netns) throws IOException {
        try (NetlinkSocket inside = namespaces.in(netns, NetlinkSocket::open)) {
            return new Links(inside).list().stream().map(LinuxHost::device).collect(Collectors.toUnmodifiableList());
        }
    }

    @Override
    public void configure(final String netns, final String device, final InsideSpec spec) throws IOException {
        try (NetlinkSocket inside = namespaces.in(netns, NetlinkSocket::open)) {
            final Links insideLinks = new Links(inside);
            final Addresses addresses = new Addresses(inside);
            final int index = insideLinks.get(device).index();
            for (final String address : spec.addresses()) {
                final IpPrefix prefix = IpPrefix.parse(address);
                add(() -> addresses.add(index, prefix.address(), prefix.length()), spec.isAgain());
            }
            insideLinks.setUp(device);
            for (final String text : spec.gateways()) {
                final InetAddress gateway = IpPrefix.parseAddress(text);
                add(() -> addresses.addDefaultRoute(index, gateway), spec.isAgain());
            }
            insideLinks.setUp(LOOPBACK);
        }
    }

    @Override
    public void setLoopbackDown(final String netns) throws IOException {
        try (NetlinkSocket inside = namespaces.in(netns, NetlinkSocket::open)) {
            new Links(inside).setDown(LOOPBACK);
        }
    }

    private interface Addition {
        void run() throws LinuxException;
    }

    private static void add(final Addition addition, final boolean mayExist) throws LinuxException {
        try {
            addition.run();
        } catch (final LinuxException e) {
            if (!mayExist || e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    @Override
    public List<String> namespaces() throws IOException {
        return namespaces.list();
    }

    @Override
    public boolean isStale(final String netns) throws IOException {
        return namespaces.isStale(netns);
    }

    @Override
    public void addNamespace(final String name, final String alias) throws IOException {
        namespaces.add(name, () -> {
            try (NetlinkSocket inside = NetlinkSocket.open()) {
                new Links(inside).setAlias(LOOPBACK, alias);
            }
            return null;
        });
    }

    @Override
    public void deleteNamespace(final String name) throws IOException {
        namespaces.delete(name);
    }

    @Override
    public void attachNamespace(final String name, final long pid) throws IOException {
        namespaces.attach(name, pid);
    }

    @Override
    public List<String> namesOf(final long pid) throws IOException {
        return namespaces.namesOf(pid);
    }

    @Override
    public List<String> namesOf(final String netns) throws IOException {
        return namespaces.namesOf(netns);
    }

    @Override
    public Processes processes() throws IOException {
        return new LinuxProcesses(namespaces, ProcessTable.read());
    }

    @Override
    public OpenPort openPort(final Device device, final int loop, final PortCounters counters, final Runnable whenStuck) throws IOException {
        return LinuxPort.adoptOrOpen(device, buffers, longFrames.get(loop), counters, whenStuck, ingressDrop, ipv6, held);
    }

    @Override
    public void settle() throws IOException {
        held.settle();
    }

    @Override
    public void giveBackLeftOvers() throws IOException {
        final Set<String> rest = held.closeRest();
        if (!rest.isEmpty()) {
            LOG.log(Level.INFO, "of what a daemon before this one had left nobody wanted " + rest);
            held.settle();
        }
        ipv6.giveBackLeftOvers();
    }

    @Override
    public void close() {
        ingressDrop.close();
        netlink.close();
    }

    private static Device device(final LinkInfo link) {
        return new Device(link.index(), link.name(), link.kind(), link.ethernet(), link.up(), link.carrier(), link.mtu(), link.alias(),
            link.isUnfinished(), link.master(), link.link(), !link.netnsImmutable());
    }
}
