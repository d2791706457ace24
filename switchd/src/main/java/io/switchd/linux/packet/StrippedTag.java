package io.switchd.linux.packet;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.VlanTag;

/**
 * The outer VLAN tag of a frame, which the kernel takes out (skb_vlan_untag) and tells beside it, in a ring's slot as in
 * a control message. Linux before 3.14 told no TPID.
 */
final class StrippedTag {

    private StrippedTag() {
    }

    /** The tag as a {@link VlanTag}, NONE when there was none; the fields as {@code struct tpacket_auxdata} has them. */
    static int of(final int status, final short tpid, final short tci) {
        if ((status & PacketConstants.TP_STATUS_VLAN_VALID) == 0) {
            return VlanTag.NONE;
        }
        return VlanTag.of((status & PacketConstants.TP_STATUS_VLAN_TPID_VALID) != 0 ? tpid & 0xFFFF : EthernetLayout.TPID_8021Q, tci);
    }
}
