package io.switchd.fuzz;

import io.switchd.port.DropReason;
import io.switchd.vlan.PriorityTags;
import io.switchd.vlan.VlanMode;

/**
 * What has to become of one frame by the VLANs of two ports. Says of the tags it leaves with only what they must mean,
 * not how they come about: a frame that a port gives has to be one that the same port would take in, and into the same
 * VLAN. Whoever changes a frame's VLAN, or takes off a tag that hid another, breaks that.
 */
final class VlanOracle {

    private static final int VID = 0xFFF;
    private static final int PRIORITY = 0xF000;

    private VlanOracle() {
    }

    /** Why the frame may not come in, or null. */
    static DropReason refusal(final FuzzedFrame frame, final PortWords in) {
        if (frame.hasBadTag()) {
            return DropReason.BAD_TAG;
        }
        if ((frame.tag & VID) == VID) {
            return DropReason.RESERVED_VLAN;
        }
        if (in.vlanOf(frame.tag, frame.hasPayloadTag()) != PortWords.REFUSED) {
            return null;
        }
        switch (in.mode) {
            case ACCESS:
                return DropReason.TAGGED_ON_ACCESS;
            case DOT1Q_TUNNEL:
                return DropReason.CVLAN_NOT_ALLOWED;
            default:
                return DropReason.VLAN_NOT_ALLOWED;
        }
    }

    static boolean mayLeave(final FuzzedFrame frame, final PortWords in, final PortWords out, final int vlan) {
        return out.mayGive(vlan, isTunnel(in) ? frame.tag : frame.payloadTag(), frame.hasPayloadTag());
    }

    static void checkTags(final FuzzedFrame frame, final PortWords in, final PortWords out, final int vlan, final long tags) {
        final int first = (int) (tags >>> 32);
        final int second = (int) tags;
        Violation.unless(first != 0 || second == 0, "there is no second tag without a first");
        Violation.unless((first & VID) != VID && (second & VID) != VID, "no frame leaves in VLAN 4095");
        Violation.unless(out.isMember(vlan), "no frame leaves by a port that is not in its VLAN");
        final int outer = first != 0 ? first : frame.payloadTag();
        final boolean hasNext = first != 0 && (second != 0 || frame.hasPayloadTag());
        Violation.unless(out.vlanOf(outer, hasNext) == vlan, "a frame that leaves by a port would come in by it into the same VLAN");
        final boolean isPushed = isTunnel(in) && !isTunnel(out) && out.mode != VlanMode.ACCESS && (first & VID) != 0;
        Violation.unless(second == (isPushed ? frame.tag : 0), "a tunnel's frame goes on with its tag behind that of the tunnel, any other with one tag");
        Violation.unless(!isPushed || first >>> 16 == in.serviceTpid, "a tunnel's tag is of its kind");
        Violation.unless(isPushed || first == 0 || (first & PRIORITY) == (frame.tag & PRIORITY), "a frame keeps its priority");
        if (out.mode == VlanMode.ACCESS) {
            Violation.unless(first == 0 || out.priorityTags != PriorityTags.NEVER && (first & PRIORITY) != 0, "an access port gives no tag but for a priority");
        }
    }

    private static boolean isTunnel(final PortWords port) {
        return port.mode == VlanMode.DOT1Q_TUNNEL;
    }
}
