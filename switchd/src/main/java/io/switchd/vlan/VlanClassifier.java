package io.switchd.vlan;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;

/**
 * Tells to which VLAN a frame belongs when it comes in. Every port trunks every VLAN: a frame is of the VLAN of its
 * outer tag, whatever that tag's TPID, and of VLAN 0 when it has none or only a priority (IEEE 802.1Q-2018 clause 6.9).
 */
public final class VlanClassifier {

    /** The frame may not enter. */
    public static final int INVALID = -1;

    private VlanClassifier() {
    }

    /** The VLAN, 0 to 4094, or {@link #INVALID}. */
    public static int classify(final FrameView frame) {
        final int vid = frame.tci() & EthernetLayout.VID_MASK;
        return vid == EthernetLayout.VID_RESERVED ? INVALID : vid;
    }
}
