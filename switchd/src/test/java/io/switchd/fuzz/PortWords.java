package io.switchd.fuzz;

import io.switchd.forward.PortRules;
import io.switchd.vlan.PortVlan;
import io.switchd.vlan.PriorityTags;
import io.switchd.vlan.VlanMode;
import io.switchd.vlan.VlanSet;
import java.util.BitSet;

/**
 * What a random configuration says of one port, once as the switch takes it ({@link #rules}), and once as a model of what
 * has to follow for its VLANs. The model is written from the reference of the settings and computes with nothing of the
 * switch, so that the two can be held against each other.
 */
final class PortWords {

    static final int REFUSED = -1;

    private static final int VID = 0xFFF;
    private static final int RESERVED = 4095;
    private static final int[] MAC_LIMITS = {0, 0, 1, 2, 3};
    private static final int[] STORM_LIMITS = {0, 0, 1, 5, 10, 100, 1_000, 1_000_000_000};

    final VlanMode mode;
    final int tag;
    final BitSet trunks;
    final BitSet cvlans;
    final int serviceTpid;
    final PriorityTags priorityTags;
    final PortRules rules;

    PortWords(final FuzzInput input) {
        mode = VlanMode.values()[input.below(5)];
        final int own = mode == VlanMode.TRUNK ? 0 : input.vlan();
        tag = mode == VlanMode.DOT1Q_TUNNEL ? Math.max(1, Math.min(own, RESERVED - 1)) : own;
        final boolean trunking = mode != VlanMode.ACCESS && mode != VlanMode.DOT1Q_TUNNEL;
        trunks = trunking ? set(input) : set(0, false);
        cvlans = mode == VlanMode.DOT1Q_TUNNEL ? set(input) : set(0, false);
        final int kinds = input.u8();
        serviceTpid = (kinds & 4) == 0 ? 0x88A8 : 0x8100;
        priorityTags = PriorityTags.values()[(kinds & 3) % 3];
        final int flags = input.u8();
        final int limits = (kinds & 8) == 0 ? 0 : input.u8();
        final int storms = (kinds & 16) == 0 ? 0 : input.u16();
        rules = new PortRules(vlan(), (flags & 1) == 0, (flags & 2) == 0, (flags & 4) == 0, (flags & 8) == 0,
            (flags & 16) != 0, (flags & 32) != 0, (flags & 64) != 0, MAC_LIMITS[limits % MAC_LIMITS.length],
            STORM_LIMITS[storms & 7], STORM_LIMITS[storms >>> 3 & 7], STORM_LIMITS[storms >>> 6 & 7]);
    }

    private static BitSet set(final FuzzInput input) {
        final int mask = input.u8();
        return set(mask, mask != 0 && (input.u8() & 1) == 0);
    }

    /** Those of the mask, or all but those. */
    private static BitSet set(final int mask, final boolean onlyThose) {
        final BitSet set = new BitSet(RESERVED);
        set.set(0, RESERVED, !onlyThose);
        for (int i = 0; i < 8; i++) {
            if ((mask >>> i & 1) != 0) {
                set.set(FuzzInput.VLANS_AND_ANOTHER[i], onlyThose);
            }
        }
        return set;
    }

    private PortVlan vlan() {
        switch (mode) {
            case ACCESS:
                return PortVlan.access(tag, priorityTags);
            case NATIVE_TAGGED:
                return PortVlan.nativeTagged(tag, VlanSet.of(trunks), priorityTags);
            case NATIVE_UNTAGGED:
                return PortVlan.nativeUntagged(tag, VlanSet.of(trunks), priorityTags);
            case DOT1Q_TUNNEL:
                return PortVlan.tunnel(tag, VlanSet.of(cvlans), serviceTpid, priorityTags);
            default:
                return PortVlan.trunk(VlanSet.of(trunks), priorityTags);
        }
    }

    /** Whether the same frames come in and leave, and with the same tags. */
    boolean isSameVlans(final PortWords other) {
        boolean isSame = mode == other.mode && tag == other.tag && priorityTags == other.priorityTags
            && (mode != VlanMode.DOT1Q_TUNNEL || serviceTpid == other.serviceTpid);
        for (final int vlan : FuzzInput.VLANS_AND_ANOTHER) {
            isSame &= isMember(vlan) == other.isMember(vlan) && (vlan == RESERVED || cvlans.get(vlan) == other.cvlans.get(vlan));
        }
        return isSame;
    }

    /** Whether the port is in a VLAN. */
    boolean isMember(final int vlan) {
        switch (mode) {
            case ACCESS:
            case DOT1Q_TUNNEL:
                return vlan == tag;
            case TRUNK:
                return vlan != RESERVED && trunks.get(vlan);
            default:
                return vlan != RESERVED && (vlan == tag || vlan != 0 && trunks.get(vlan));
        }
    }

    /**
     * The VLAN of a frame on the port's link, or {@link #REFUSED}.
     *
     * @param outer   its first tag, or 0
     * @param hasNext whether a second one follows
     */
    int vlanOf(final int outer, final boolean hasNext) {
        final int vid = outer & VID;
        if (vid == RESERVED) {
            return REFUSED;
        }
        switch (mode) {
            case ACCESS:
                return vid == 0 && !hasNext ? tag : REFUSED;
            case DOT1Q_TUNNEL:
                return cvlans.get(vid) ? tag : REFUSED;
            default:
                final int vlan = vid == 0 ? tag : vid;
                return isMember(vlan) ? vlan : REFUSED;
        }
    }

    /**
     * Whether the port may give a frame of a VLAN.
     *
     * @param behind the tag behind the one that tells the VLAN, or 0; a tag of VLAN 0 that came into a tunnel counts as
     *               none, one in the payload never does
     * @param opaque whether the payload begins with a tag
     */
    boolean mayGive(final int vlan, final int behind, final boolean opaque) {
        switch (mode) {
            case ACCESS:
                return vlan == tag && !opaque && (behind & VID) == 0;
            case DOT1Q_TUNNEL:
                return vlan == tag && (behind & VID) != RESERVED && cvlans.get(behind & VID);
            default:
                return isMember(vlan);
        }
    }
}
