package io.switchd.linux.packet;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An AF_PACKET socket bound to one device: it sees every frame that comes in there, before the host's own protocols,
 * and sends frames out of it.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>It is made with protocol 0 and bound last, so that no frame of another device, and none without the options
 *       and the ring, ever comes in.
 *   <li>PACKET_VNET_HDR: the offload header goes before each frame in both directions.
 *   <li>PACKET_VERSION and PACKET_COPY_THRESH: what a {@link ReceiveRing} needs.
 *   <li>PACKET_AUXDATA: the VLAN tag, which the kernel takes out of the frame, for those that are queued.
 *   <li>PACKET_IGNORE_OUTGOING (Linux 4.20): what others send out of the device is not for the switch.
 *   <li>A socket joins its group (PACKET_FANOUT) only after it is bound, and would get for a moment what others of the
 *       group get too. So it can be made {@link #deaf()} for that time, by a filter.
 *   <li>Promiscuity by PACKET_MR_PROMISC is counted by the kernel per socket: it ends with the socket, however the
 *       daemon ends.
 * </ul>
 *
 * <pre>
 * struct sockaddr_ll (linux/if_packet.h)
 *  0            2              4             8            10            11          12         20
 * +------------+--------------+-------------+------------+-------------+-----------+----------+
 * | sll_family | sll_protocol | sll_ifindex | sll_hatype | sll_pkttype | sll_halen | sll_addr |
 * +------------+--------------+-------------+------------+-------------+-----------+----------+
 *
 * struct packet_mreq                                        struct tpacket_stats
 *  0            4         6          8            16         0            4          8
 * +------------+---------+----------+------------+          +------------+----------+
 * | mr_ifindex | mr_type | mr_alen  | mr_address |          | tp_packets | tp_drops |
 * +------------+---------+----------+------------+          +------------+----------+
 *
 * struct sock_fprog (linux/filter.h)       struct sock_filter          the value of PACKET_FANOUT
 *  0     2         8         16             0      2    3    4   8      0          16              32
 * +-----+---------+---------+              +------+----+----+---+      +----------+---------------+
 * | len | padding | filter  |              | code | jt | jf | k |      | group    | type | flags  |
 * +-----+---------+---------+              +------+----+----+---+      +----------+---------------+  bits
 * </pre>
 *
 * <p>Opened, asked whether it is bound, and closed by its maker's thread, otherwise confined to that of the port's loop.
 */
final class PacketSocket implements AutoCloseable {

    static final int SLL_FAMILY = 0;
    static final int SLL_PROTOCOL = SLL_FAMILY + Short.BYTES;
    static final int SLL_IFINDEX = SLL_PROTOCOL + Short.BYTES;
    static final int SLL_HATYPE = SLL_IFINDEX + Integer.BYTES;
    static final int SLL_PKTTYPE = SLL_HATYPE + Short.BYTES;
    static final int SLL_HALEN = SLL_PKTTYPE + Byte.BYTES;
    static final int SLL_ADDR = SLL_HALEN + Byte.BYTES;
    static final int SOCKADDR_LL_SIZE = SLL_ADDR + Long.BYTES;

    static final int MR_IFINDEX = 0;
    static final int MR_TYPE = MR_IFINDEX + Integer.BYTES;
    static final int MR_ALEN = MR_TYPE + Short.BYTES;
    static final int MR_ADDRESS = MR_ALEN + Short.BYTES;
    static final int PACKET_MREQ_SIZE = MR_ADDRESS + Long.BYTES;

    static final int TP_PACKETS = 0;
    static final int TP_DROPS = TP_PACKETS + Integer.BYTES;
    static final int TPACKET_STATS_SIZE = TP_DROPS + Integer.BYTES;

    static final int FPROG_LEN = 0;
    static final int FPROG_FILTER = Long.BYTES;
    static final int SOCK_FPROG_SIZE = FPROG_FILTER + Long.BYTES;
    static final int FILTER_CODE = 0;
    static final int RETURN = 0x06;

    private static final int GROUP_BITS = 16;
    private static final int STATS_LENGTH = TPACKET_STATS_SIZE;
    private static final int NAME = 64;
    private static final int NAME_LENGTH = NAME + SOCKADDR_LL_SIZE;
    private static final int SCRATCH_SIZE = 128;

    private final int descriptor;
    private final NativeMemory scratch;

    private PacketSocket(final int descriptor, final NativeMemory scratch) {
        this.descriptor = descriptor;
        this.scratch = scratch;
    }

    /**
     * Opens a socket in the calling thread's network namespace; {@link #bind(int)} follows.
     *
     * @throws LinuxException EPERM without CAP_NET_RAW (the socket) or CAP_NET_ADMIN (the
     *         buffers)
     * @param receivingBytes that wait for the reader, of which the kernel allows twice as much in its own reckoning
     */
    static PacketSocket open(final int receivingBytes, final int sendingBytes) throws LinuxException {
        final int type = PacketConstants.SOCK_RAW | PacketConstants.SOCK_NONBLOCK | PacketConstants.SOCK_CLOEXEC;
        final int descriptor = LibC.socket(PacketConstants.AF_PACKET, type, 0);
        LinuxException.check("socket(AF_PACKET)", descriptor);
        final PacketSocket socket = new PacketSocket(descriptor, NativeMemory.allocate(SCRATCH_SIZE));
        try {
            socket.configure(receivingBytes, sendingBytes);
            return socket;
        } catch (final LinuxException e) {
            socket.close();
            throw e;
        }
    }

    /** Goes on with the socket of a daemon that has ended. */
    static PacketSocket adopt(final int descriptor) {
        return new PacketSocket(descriptor, NativeMemory.allocate(SCRATCH_SIZE));
    }

    int descriptor() {
        return descriptor;
    }

    /** Whether it was opened in the network namespace of the calling thread (SO_NETNS_COOKIE, Linux 5.14). */
    boolean isOfThisNamespace() throws LinuxException {
        final int other = LibC.socket(PacketConstants.AF_PACKET, PacketConstants.SOCK_RAW | PacketConstants.SOCK_CLOEXEC, 0);
        LinuxException.check("socket(AF_PACKET)", other);
        try {
            return cookie(descriptor) == cookie(other);
        } finally {
            LibC.close(other);
        }
    }

    /** A number of a socket's network namespace that no other has or had. */
    private long cookie(final int socket) throws LinuxException {
        scratch.buffer().putInt(Long.BYTES, Long.BYTES);
        LinuxException.check("getsockopt(SO_NETNS_COOKIE)", LibC.getsockopt(socket, PacketConstants.SOL_SOCKET, PacketConstants.SO_NETNS_COOKIE,
            scratch.address(), scratch.address() + Long.BYTES));
        return scratch.buffer().getLong(0);
    }

    /**
     * How many frames the kernel has had for the socket since the last call (in the upper 32 bits), and how many of them
     * it dropped because there was no room (in the lower).
     */
    long takeStatistics() {
        final ByteBuffer buffer = scratch.buffer();
        buffer.putInt(STATS_LENGTH, TPACKET_STATS_SIZE);
        final int result = LibC.getsockopt(descriptor, PacketConstants.SOL_PACKET, PacketConstants.PACKET_STATISTICS,
            scratch.address(), scratch.address() + STATS_LENGTH);
        return result < 0 ? 0 : Integer.toUnsignedLong(buffer.getInt(TP_PACKETS)) << Integer.SIZE | Integer.toUnsignedLong(buffer.getInt(TP_DROPS));
    }

    /** Asks for a ring, which is then to be mapped; see {@link RingLayout}. */
    void makeRing(final int blockSize, final int blocks, final int slotSize, final int slots) throws LinuxException {
        scratch.buffer().putInt(RingLayout.TP_BLOCK_SIZE, blockSize).putInt(RingLayout.TP_BLOCK_NR, blocks)
            .putInt(RingLayout.TP_FRAME_SIZE, slotSize).putInt(RingLayout.TP_FRAME_NR, slots);
        setOption("PACKET_RX_RING", PacketConstants.SOL_PACKET, PacketConstants.PACKET_RX_RING, RingLayout.TPACKET_REQ_SIZE);
    }

    /** Whether the socket still belongs to its device; see {@link AfPacketPort#isBound()}. */
    boolean isBound() throws LinuxException {
        return device() > 0;
    }

    /** The index of the device that the socket belongs to; less than 1 when it has lost it. */
    int device() throws LinuxException {
        final ByteBuffer buffer = scratch.buffer();
        buffer.putInt(NAME_LENGTH, SOCKADDR_LL_SIZE);
        LinuxException.check("getsockname(AF_PACKET)", LibC.getsockname(descriptor, scratch.address() + NAME, scratch.address() + NAME_LENGTH));
        return buffer.getInt(NAME + SLL_IFINDEX);
    }

    private void configure(final int receivingBytes, final int sendingBytes) throws LinuxException {
        option("PACKET_VNET_HDR", PacketConstants.SOL_PACKET, PacketConstants.PACKET_VNET_HDR, 1);
        option("PACKET_VERSION", PacketConstants.SOL_PACKET, PacketConstants.PACKET_VERSION, PacketConstants.TPACKET_V2);
        option("PACKET_COPY_THRESH", PacketConstants.SOL_PACKET, PacketConstants.PACKET_COPY_THRESH, 1);
        option("PACKET_AUXDATA", PacketConstants.SOL_PACKET, PacketConstants.PACKET_AUXDATA, 1);
        option("PACKET_IGNORE_OUTGOING", PacketConstants.SOL_PACKET, PacketConstants.PACKET_IGNORE_OUTGOING, 1);
        option("SO_RCVBUFFORCE", PacketConstants.SOL_SOCKET, PacketConstants.SO_RCVBUFFORCE, receivingBytes);
        option("SO_SNDBUFFORCE", PacketConstants.SOL_SOCKET, PacketConstants.SO_SNDBUFFORCE, sendingBytes);
    }

    /** Has the device take what is for other addresses than its own, as long as the socket is there. */
    void listenToAll(final int ifindex) throws LinuxException {
        final ByteBuffer buffer = scratch.buffer();
        buffer.putLong(MR_IFINDEX, 0).putLong(MR_ADDRESS, 0).putInt(MR_IFINDEX, ifindex).putShort(MR_TYPE, (short) PacketConstants.PACKET_MR_PROMISC);
        setOption("PACKET_ADD_MEMBERSHIP", PacketConstants.SOL_PACKET, PacketConstants.PACKET_ADD_MEMBERSHIP, PACKET_MREQ_SIZE);
    }

    /** Begins to receive what comes in on the device. */
    void bind(final int ifindex) throws LinuxException {
        final ByteBuffer buffer = scratch.buffer();
        buffer.putLong(0, 0).putLong(Long.BYTES, 0).putInt(2 * Long.BYTES, 0);
        buffer.putShort(SLL_FAMILY, (short) PacketConstants.AF_PACKET);
        buffer.putShort(SLL_PROTOCOL, networkOrder(PacketConstants.ETH_P_ALL));
        buffer.putInt(SLL_IFINDEX, ifindex);
        LinuxException.check("bind(AF_PACKET)", LibC.bind(descriptor, scratch.address(), SOCKADDR_LL_SIZE));
    }

    /** Nothing comes in until {@link #listen()}. */
    void deaf() throws LinuxException {
        scratch.buffer().putLong(FPROG_LEN, 0).putShort(FPROG_LEN, (short) 1).putLong(FPROG_FILTER, scratch.address() + SOCK_FPROG_SIZE)
            .putLong(SOCK_FPROG_SIZE, 0).putShort(SOCK_FPROG_SIZE + FILTER_CODE, (short) RETURN);
        setOption("SO_ATTACH_FILTER", PacketConstants.SOL_SOCKET, PacketConstants.SO_ATTACH_FILTER, SOCK_FPROG_SIZE);
    }

    void listen() throws LinuxException {
        option("SO_DETACH_FILTER", PacketConstants.SOL_SOCKET, PacketConstants.SO_DETACH_FILTER, 0);
    }

    /** Makes a new group in which a BPF program says which of its sockets gets a frame; returns its number. */
    int formGroup(final int program) throws LinuxException {
        join(0, PacketConstants.PACKET_FANOUT_FLAG_UNIQUEID);
        option("PACKET_FANOUT_DATA", PacketConstants.SOL_PACKET, PacketConstants.PACKET_FANOUT_DATA, program);
        final ByteBuffer buffer = scratch.buffer();
        buffer.putInt(Integer.BYTES, Integer.BYTES);
        LinuxException.check("getsockopt(PACKET_FANOUT)", LibC.getsockopt(descriptor, PacketConstants.SOL_PACKET, PacketConstants.PACKET_FANOUT,
            scratch.address(), scratch.address() + Integer.BYTES));
        return buffer.getInt(0) & 0xFFFF;
    }

    /** Becomes the next of a group. */
    void joinGroup(final int group) throws LinuxException {
        join(group, 0);
    }

    private void join(final int group, final int flags) throws LinuxException {
        option("PACKET_FANOUT", PacketConstants.SOL_PACKET, PacketConstants.PACKET_FANOUT,
            group | (PacketConstants.PACKET_FANOUT_EBPF | PacketConstants.PACKET_FANOUT_FLAG_IGNORE_OUTGOING | flags) << GROUP_BITS);
    }

    private void option(final String what, final int level, final int name, final int value) throws LinuxException {
        scratch.buffer().putInt(0, value);
        setOption(what, level, name, Integer.BYTES);
    }

    private void setOption(final String what, final int level, final int name, final int length) throws LinuxException {
        LinuxException.check("setsockopt(" + what + ")", LibC.setsockopt(descriptor, level, name, scratch.address(), length));
    }

    private static short networkOrder(final int value) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes((short) value) : (short) value;
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        scratch.close();
    }
}
