package io.switchd.forward;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.VlanTag;
import io.switchd.testkit.TagText;
import io.switchd.testkit.TaggedFrame;
import java.util.Arrays;
import java.util.Objects;

/**
 * What two switches do with one frame at one port.
 *
 * @param out    null where it is about the station that sent the frame
 * @param theirs tags on the wire, null when it does not leave
 * @param mine   likewise
 */
record Difference(TaggedFrame frame, RandomPort in, RandomPort out, Trace.Outcome ours, String theirs, String mine) {

    static final String LEARNED = "learned";

    boolean isNone() {
        return Objects.equals(theirs, mine);
    }

    boolean isOnOneSideOnly() {
        return theirs == null || mine == null;
    }

    boolean isThroughTunnel() {
        return in.is(RandomPort.TUNNEL);
    }

    /** Whether the frame has three tags inside a switch, one of them a tunnel's. */
    boolean hasThirdTag() {
        return isThroughTunnel() && frame.tags().length > 1;
    }

    int arrived() {
        return frame.tags().length == 0 ? VlanTag.NONE : frame.tags()[0];
    }

    /** The frame's VLAN inside a switch. */
    int vlan() {
        final int vid = VlanTag.vid(arrived());
        return isThroughTunnel() || vid == 0 ? in.tag() : vid;
    }

    /** The tags behind the one that tells the VLAN. */
    int[] behind() {
        return Arrays.stream(frame.tags()).skip(isThroughTunnel() ? 0 : 1).toArray();
    }

    boolean isHidingTags() {
        return behind().length > 0;
    }

    /** VLAN of the first tag behind, 0 without one. */
    int innerVid() {
        return isHidingTags() ? VlanTag.vid(behind()[0]) : 0;
    }

    /** Whether the frame leaves the port as one of many VLANs, with a tag if it has one. */
    boolean isTrunkedOut() {
        return out.is(RandomPort.TRUNK) || out.is(RandomPort.NATIVE_TAGGED) || out.is(RandomPort.NATIVE_UNTAGGED) && out.tag() != vlan();
    }

    boolean isNativeOut() {
        return out.is(RandomPort.NATIVE_TAGGED) || out.is(RandomPort.NATIVE_UNTAGGED);
    }

    boolean isReserved(final int vid) {
        return vid == EthernetLayout.VID_RESERVED;
    }

    @Override
    public String toString() {
        return "in by " + in.typed() + "\n" + frame + "\nout of " + (out == null ? "" : out.typed()) + "\nOpen vSwitch: " + theirs
            + "\nswitchd: " + mine + " (" + TagText.format(behind()) + " behind; " + ours + ")";
    }
}
