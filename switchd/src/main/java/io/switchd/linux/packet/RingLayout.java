package io.switchd.linux.packet;

/**
 * The ring into which the kernel writes frames of a packet socket, version 2 (linux/if_packet.h; the kernel's
 * Documentation/networking/packet_mmap.rst).
 *
 * <pre>
 * struct tpacket_req: blocks of whole pages, each with as many slots as fit; a slot never lies in two blocks
 *  0               4             8               12            16
 * +---------------+-------------+---------------+-------------+
 * | tp_block_size | tp_block_nr | tp_frame_size | tp_frame_nr |
 * +---------------+-------------+---------------+-------------+
 *
 * a slot: struct tpacket2_hdr, a sockaddr_ll, room, and where tp_mac says, the frame with its offload header before it
 *  0           4        8            12       14       16       20        24            26             28      32
 * +-----------+--------+------------+--------+--------+--------+---------+-------------+--------------+-------+
 * | tp_status | tp_len | tp_snaplen | tp_mac | tp_net | tp_sec | tp_nsec | tp_vlan_tci | tp_vlan_tpid |padding|
 * +-----------+--------+------------+--------+--------+--------+---------+-------------+--------------+-------+
 * 32            52     66               76
 * +-------------+------+----------------+-----------------------------------+
 * | sockaddr_ll | room | offload header | frame                             |
 * +-------------+------+----------------+-----------------------------------+
 * </pre>
 *
 * The IP header is aligned to 16 bytes as if no offload header were there, which then shifts it and the frame: hence
 * 76.
 */
final class RingLayout {

    static final int TP_BLOCK_SIZE = 0;
    static final int TP_BLOCK_NR = TP_BLOCK_SIZE + Integer.BYTES;
    static final int TP_FRAME_SIZE = TP_BLOCK_NR + Integer.BYTES;
    static final int TP_FRAME_NR = TP_FRAME_SIZE + Integer.BYTES;
    static final int TPACKET_REQ_SIZE = TP_FRAME_NR + Integer.BYTES;

    static final int TP_STATUS = 0;
    static final int TP_LEN = TP_STATUS + Integer.BYTES;
    static final int TP_SNAPLEN = TP_LEN + Integer.BYTES;
    static final int TP_MAC = TP_SNAPLEN + Integer.BYTES;
    static final int TP_NET = TP_MAC + Short.BYTES;
    static final int TP_SEC = TP_NET + Short.BYTES;
    static final int TP_NSEC = TP_SEC + Integer.BYTES;
    static final int TP_VLAN_TCI = TP_NSEC + Integer.BYTES;
    static final int TP_VLAN_TPID = TP_VLAN_TCI + Short.BYTES;
    static final int TPACKET2_HDR_SIZE = TP_VLAN_TPID + Short.BYTES + Integer.BYTES;

    private RingLayout() {
    }
}
