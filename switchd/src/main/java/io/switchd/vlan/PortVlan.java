package io.switchd.vlan;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import io.switchd.port.DropReason;
import java.util.Objects;

/**
 * What one port has to do with VLANs: into which a frame comes by it, which leave by it, and with which tags.
 *
 * <pre>
 * mode             VLAN of a frame that comes in               VLANs that leave           with
 * access           tag; refused when tagged with a VLAN        tag                        no tag
 * trunk            that of its tag, if among trunks            trunks                     their tag; VLAN 0 without
 * native-tagged    as trunk; tag when it has none              trunks and tag             their tag
 * native-untagged  as native-tagged                            trunks and tag             their tag; tag without
 * dot1q-tunnel     tag; its own tag, if among cvlans, goes in  tag, if the one in it is   the tag that was in it
 *                                                              among cvlans
 * </pre>
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>Only the outer tag classifies; what lies behind it is payload. A tag that is taken off would make the one behind
 *       it the outer one, and the frame one of another VLAN ("double tagging"). So where there is a tag behind, none is
 *       taken off: access ports neither take nor give such a frame, trunks give it with the tag that others of its VLAN
 *       go without. Only a tunnel, whose like put the outer tag there, takes it off.
 *   <li>A trunk with a native VLAN carries it whatever its trunks are, and does not carry VLAN 0, which could not be
 *       told from it. VLAN 4095 as the native one is carried no more than any frame with that tag, and so not taken in.
 *   <li>Priority and drop eligibility stay with the frame when its VLAN is written or taken off.
 * </ul>
 *
 * <p>Immutable; its methods for frames allocate nothing.
 */
public final class PortVlan {

    /** A port without a word about VLANs: it trunks all. */
    public static final PortVlan TRUNK_ALL = trunk(VlanSet.ALL, PriorityTags.NEVER);

    private static final int NEW_TAG = VlanTag.of(EthernetLayout.TPID_8021Q, 0);
    private static final int LEAST_WITH_INNER_TAG = EthernetLayout.HEADER_LENGTH + EthernetLayout.TAG_LENGTH;

    private final VlanMode mode;
    private final int vlan;
    private final VlanSet vlans;
    private final int serviceTag;
    private final PriorityTags priorityTags;

    private PortVlan(final VlanMode mode, final int vlan, final VlanSet vlans, final int serviceTag, final PriorityTags priorityTags) {
        this.mode = mode;
        this.vlan = vlan;
        this.vlans = vlans;
        this.serviceTag = serviceTag;
        this.priorityTags = priorityTags;
    }

    public static PortVlan access(final int vlan, final PriorityTags priorityTags) {
        return new PortVlan(VlanMode.ACCESS, vlan, VlanSet.ALL, VlanTag.NONE, priorityTags);
    }

    public static PortVlan trunk(final VlanSet trunks, final PriorityTags priorityTags) {
        return new PortVlan(VlanMode.TRUNK, 0, trunks, VlanTag.NONE, priorityTags);
    }

    public static PortVlan nativeTagged(final int vlan, final VlanSet trunks, final PriorityTags priorityTags) {
        return new PortVlan(VlanMode.NATIVE_TAGGED, vlan, withNative(vlan, trunks), VlanTag.NONE, priorityTags);
    }

    public static PortVlan nativeUntagged(final int vlan, final VlanSet trunks, final PriorityTags priorityTags) {
        return new PortVlan(VlanMode.NATIVE_UNTAGGED, vlan, withNative(vlan, trunks), VlanTag.NONE, priorityTags);
    }

    /** @param tpid of the tag that goes before those of the frames */
    public static PortVlan tunnel(final int vlan, final VlanSet cvlans, final int tpid, final PriorityTags priorityTags) {
        return new PortVlan(VlanMode.DOT1Q_TUNNEL, vlan, cvlans, VlanTag.of(tpid, vlan), priorityTags);
    }

    private static VlanSet withNative(final int vlan, final VlanSet trunks) {
        return trunks.without(0).with(vlan);
    }

    @Override
    public boolean equals(final Object other) {
        if (!(other instanceof PortVlan)) {
            return false;
        }
        final PortVlan that = (PortVlan) other;
        return that.mode == mode && that.vlan == vlan && that.serviceTag == serviceTag && that.priorityTags == priorityTags
            && that.vlans.equals(vlans);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, vlan, vlans, serviceTag, priorityTags);
    }

    /**
     * Takes a frame in.
     *
     * @param into is told the frame's VLAN and tags
     * @return why the frame may not come in, or null
     */
    public DropReason admit(final FrameView frame, final FrameVlan into) {
        final int tag = frame.tag();
        into.arrived = tag;
        into.customer = VlanTag.NONE;
        into.payloadVid = FrameVlan.NO_TAG;
        if (VlanTag.isTpid(frame.etherType())) {
            if (tag == VlanTag.NONE || frame.length() < LEAST_WITH_INNER_TAG) {
                return DropReason.BAD_TAG;
            }
            into.payloadVid = VlanTag.vid(frame.innerTag());
        }
        final int vid = VlanTag.vid(tag);
        return vid == EthernetLayout.VID_RESERVED ? DropReason.RESERVED_VLAN : classify(tag, vid, into);
    }

    private DropReason classify(final int tag, final int vid, final FrameVlan into) {
        switch (mode) {
            case ACCESS:
                return vid == 0 && !into.hidesTag() ? untagged(tag, into) : DropReason.TAGGED_ON_ACCESS;
            case DOT1Q_TUNNEL:
                into.vlan = vlan;
                into.tag = serviceTag;
                into.customer = tag;
                return vlans.contains(vid) ? null : DropReason.CVLAN_NOT_ALLOWED;
            case NATIVE_TAGGED:
            case NATIVE_UNTAGGED:
                if (vid == 0 && vlan != 0) {
                    untagged(tag, into);
                    return vlans.contains(vlan) ? null : DropReason.VLAN_NOT_ALLOWED;
                }
                break;
            default:
                break;
        }
        into.vlan = vid;
        into.tag = tag;
        return vlans.contains(vid) ? null : DropReason.VLAN_NOT_ALLOWED;
    }

    private DropReason untagged(final int tag, final FrameVlan into) {
        into.vlan = vlan;
        into.tag = VlanTag.withVid(tag == VlanTag.NONE ? NEW_TAG : tag, vlan);
        return null;
    }

    /** Whether a frame may leave by the port. */
    public boolean carries(final FrameVlan frame) {
        switch (mode) {
            case ACCESS:
                return frame.vlan == vlan && frame.payloadVid == FrameVlan.NO_TAG && VlanTag.vid(frame.customer) == 0;
            case DOT1Q_TUNNEL:
                return frame.vlan == vlan && vlans.contains(frame.innerVid());
            default:
                return vlans.contains(frame.vlan);
        }
    }

    /** The tags with which a frame leaves that the port carries, as {@link VlanTag} stacks them. */
    public long tags(final FrameVlan frame) {
        switch (mode) {
            case ACCESS:
                return VlanTag.stack(priorityTag(frame), VlanTag.NONE);
            case DOT1Q_TUNNEL:
                return VlanTag.stack(frame.hidesTag() ? frame.customer : priorityTag(frame), VlanTag.NONE);
            case NATIVE_UNTAGGED:
                return frame.vlan == vlan && !frame.hidesTag() ? VlanTag.stack(priorityTag(frame), VlanTag.NONE) : trunked(frame);
            default:
                return trunked(frame);
        }
    }

    private long trunked(final FrameVlan frame) {
        return frame.vlan == 0 ? VlanTag.stack(tagOfVlan0(frame), VlanTag.NONE) : VlanTag.stack(frame.tag, frame.customer);
    }

    /** Of a frame whose VLAN is taken off. */
    private int priorityTag(final FrameVlan frame) {
        final int priority = VlanTag.priority(frame.arrived);
        return priorityTags == PriorityTags.NEVER || priority == 0 ? VlanTag.NONE : NEW_TAG | priority;
    }

    /** Of a frame that came without a VLAN, if with a tag, and leaves a trunk without one. */
    private int tagOfVlan0(final FrameVlan frame) {
        final boolean isKept = VlanTag.priority(frame.arrived) != 0 || priorityTags == PriorityTags.ALWAYS || frame.hidesTag();
        return isKept ? frame.arrived : VlanTag.NONE;
    }
}
