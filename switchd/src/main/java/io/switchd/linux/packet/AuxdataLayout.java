package io.switchd.linux.packet;

import io.switchd.linux.libc.MessageLayout;

/**
 * The control message that comes with a frame.
 *
 * <pre>
 * struct tpacket_auxdata (linux/if_packet.h), the data of a PACKET_AUXDATA message
 *  0           4        8            12       14       16            18             20
 * +-----------+--------+------------+--------+--------+-------------+--------------+
 * | tp_status | tp_len | tp_snaplen | tp_mac | tp_net | tp_vlan_tci | tp_vlan_tpid |
 * +-----------+--------+------------+--------+--------+-------------+--------------+
 * </pre>
 */
final class AuxdataLayout {

    static final int TP_STATUS = 0;
    static final int TP_LEN = TP_STATUS + Integer.BYTES;
    static final int TP_SNAPLEN = TP_LEN + Integer.BYTES;
    static final int TP_MAC = TP_SNAPLEN + Integer.BYTES;
    static final int TP_NET = TP_MAC + Short.BYTES;
    static final int TP_VLAN_TCI = TP_NET + Short.BYTES;
    static final int TP_VLAN_TPID = TP_VLAN_TCI + Short.BYTES;
    static final int AUXDATA_SIZE = TP_VLAN_TPID + Short.BYTES;

    /** The one control message asked for. */
    static final int CONTROL_SIZE = MessageLayout.space(AUXDATA_SIZE);

    private AuxdataLayout() {
    }
}
