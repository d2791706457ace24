package io.switchd.linux.packet;

/**
 * What recvmmsg(2) and sendmmsg(2) take, on 64-bit Linux: an array of {@code struct mmsghdr}, each pointing to an array
 * of {@code struct iovec} and, for receiving, to a buffer of control messages.
 *
 * <pre>
 * struct mmsghdr (bits/socket.h)
 *  0        8            16      24        32         40            48       56       60
 * +--------+--------+---+-------+---------+----------+-------------+-----+--+--------+---+
 * |msg_name|namelen |pad|msg_iov|msg_iov- |msg_      |msg_         |msg_ |pa|msg_len |pad|
 * |        |        |   |       |len      |control   |controllen   |flags|d |        |   |
 * +--------+--------+---+-------+---------+----------+-------------+-----+--+--------+---+
 *
 * struct iovec          struct cmsghdr
 *  0          8          0         8            12          16
 * +----------+-------+  +---------+------------+-----------+------
 * | iov_base |iov_len|  |cmsg_len | cmsg_level | cmsg_type | data
 * +----------+-------+  +---------+------------+-----------+------
 *
 * struct tpacket_auxdata (linux/if_packet.h), the data of a PACKET_AUXDATA message
 *  0           4        8            12       14       16            18             20
 * +-----------+--------+------------+--------+--------+-------------+--------------+
 * | tp_status | tp_len | tp_snaplen | tp_mac | tp_net | tp_vlan_tci | tp_vlan_tpid |
 * +-----------+--------+------------+--------+--------+-------------+--------------+
 * </pre>
 */
final class MessageLayout {

    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = MSG_NAME + Long.BYTES;
    static final int MSG_IOV = MSG_NAMELEN + Long.BYTES;
    static final int MSG_IOVLEN = MSG_IOV + Long.BYTES;
    static final int MSG_CONTROL = MSG_IOVLEN + Long.BYTES;
    static final int MSG_CONTROLLEN = MSG_CONTROL + Long.BYTES;
    static final int MSG_FLAGS = MSG_CONTROLLEN + Long.BYTES;
    static final int MSG_LEN = MSG_FLAGS + Long.BYTES;
    static final int MMSGHDR_SIZE = MSG_LEN + Long.BYTES;

    static final int IOV_BASE = 0;
    static final int IOV_LEN = IOV_BASE + Long.BYTES;
    static final int IOVEC_SIZE = IOV_LEN + Long.BYTES;

    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = CMSG_LEN + Long.BYTES;
    static final int CMSG_TYPE = CMSG_LEVEL + Integer.BYTES;
    static final int CMSG_DATA = CMSG_TYPE + Integer.BYTES;

    static final int TP_STATUS = 0;
    static final int TP_LEN = TP_STATUS + Integer.BYTES;
    static final int TP_SNAPLEN = TP_LEN + Integer.BYTES;
    static final int TP_MAC = TP_SNAPLEN + Integer.BYTES;
    static final int TP_NET = TP_MAC + Short.BYTES;
    static final int TP_VLAN_TCI = TP_NET + Short.BYTES;
    static final int TP_VLAN_TPID = TP_VLAN_TCI + Short.BYTES;
    static final int AUXDATA_SIZE = TP_VLAN_TPID + Short.BYTES;

    /** The one control message asked for, padded to eight bytes: CMSG_SPACE(sizeof(struct tpacket_auxdata)). */
    static final int CONTROL_SIZE = CMSG_DATA + (AUXDATA_SIZE + Long.BYTES - 1) / Long.BYTES * Long.BYTES;

    private MessageLayout() {
    }
}
