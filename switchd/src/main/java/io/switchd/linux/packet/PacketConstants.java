package io.switchd.linux.packet;

/**
 * Numbers of the system calls on packet sockets, from linux/if_packet.h, linux/if_ether.h, bits/socket.h, sys/epoll.h
 * and sys/eventfd.h.
 */
final class PacketConstants {

    static final int AF_PACKET = 17;
    static final int ETH_P_ALL = 0x0003;
    static final int SOCK_RAW = 3;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_ATTACH_FILTER = 26;
    static final int SO_DETACH_FILTER = 27;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_NETNS_COOKIE = 71;

    static final int SOL_PACKET = 263;
    static final int PACKET_ADD_MEMBERSHIP = 1;
    static final int PACKET_RX_RING = 5;
    static final int PACKET_STATISTICS = 6;
    static final int PACKET_COPY_THRESH = 7;
    static final int PACKET_AUXDATA = 8;
    static final int PACKET_VERSION = 10;
    static final int TPACKET_V2 = 1;
    static final int PACKET_VNET_HDR = 15;
    static final int PACKET_FANOUT = 18;
    static final int PACKET_FANOUT_DATA = 22;
    static final int PACKET_FANOUT_EBPF = 7;
    /** Linux 4.12. */
    static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
    /** Linux 5.10. */
    static final int PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000;
    /** Linux 4.20. */
    static final int PACKET_IGNORE_OUTGOING = 23;
    static final int PACKET_MR_PROMISC = 1;

    static final int TP_STATUS_KERNEL = 0;
    static final int TP_STATUS_USER = 1;
    static final int TP_STATUS_COPY = 2;
    static final int TP_STATUS_VLAN_VALID = 0x10;
    static final int TP_STATUS_VLAN_TPID_VALID = 0x40;

    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLLIN = 1;
    static final int EPOLLERR = 8;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;

    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;

    private PacketConstants() {
    }
}
