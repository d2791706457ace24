package io.switchd.vlan;

import io.switchd.frame.VlanTag;

/**
 * The VLAN of one frame on its way through a bridge: told by the port it comes in by, asked by those it may leave by.
 * Reused from frame to frame; confined to the thread of its bridge's loop.
 */
public final class FrameVlan {

    static final int NO_TAG = -1;

    /** The frame's VLAN in the bridge, 0 to 4095; 0 is that of frames without a tag. */
    int vlan;
    /** The tag with which the frame came, or {@link VlanTag#NONE}. */
    int arrived;
    /** The tag with which it leaves where it leaves with a tag. */
    int tag;
    /** The tag that goes behind {@link #tag}: the one with which it came into a tunnel. */
    int customer;
    /** VLAN of the tag that the payload begins with, or {@link #NO_TAG}. */
    int payloadVid;

    public int vlan() {
        return vlan;
    }

    /** Whether a tag lies behind the one that tells the VLAN, so that it would be the first if that one were taken off. */
    boolean hidesTag() {
        return payloadVid != NO_TAG || customer != VlanTag.NONE;
    }

    /** VLAN of the tag behind, 0 when there is none. */
    int innerVid() {
        return customer != VlanTag.NONE ? VlanTag.vid(customer) : Math.max(payloadVid, 0);
    }
}
