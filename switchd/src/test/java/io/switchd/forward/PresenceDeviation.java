package io.switchd.forward;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.VlanTag;
import io.switchd.port.DropReason;
import java.util.function.Predicate;

/** Why a frame leaves a port, or a station is learned, in one of the switches only. */
enum PresenceDeviation {

    RESERVED_VLAN_STAYS_OUT("IEEE 802.1Q reserves VLAN 4095; Open vSwitch takes it for a VLAN like any other",
        d -> d.ours().reason() == DropReason.RESERVED_VLAN && d.isReserved(VlanTag.vid(d.arrived()))),
    CUT_TAG_STAYS_OUT("who reads the next tag would read behind the frame's end; Open vSwitch looks at the first tag only",
        d -> d.ours().reason() == DropReason.BAD_TAG && d.frame().tags().length > 1 && d.frame().isCut()),
    MAC_CONTROL_STAYS_ON_THE_LINK("a pause that went astray would stop a sender it was not meant for; Open vSwitch looks at addresses only",
        d -> d.ours().reason() == DropReason.LINK_LOCAL && d.frame().etherType() == EthernetLayout.TYPE_MAC_CONTROL),
    HIDDEN_TAG_STAYS_OUT_OF_ACCESS("Open vSwitch takes both tags off, a third one would come to light; an access port takes no tags",
        d -> d.ours().reason() == DropReason.TAGGED_ON_ACCESS && d.in().is(RandomPort.ACCESS) && d.vlan() == d.in().tag() && d.isHidingTags()),
    ZERO_IS_NO_STATION("no station has the address 0; Open vSwitch learns it",
        d -> Difference.LEARNED.equals(d.theirs()) && d.frame().source().equals(RandomFrames.ZERO)),

    KNOWN_STATION_IS_NO_WAY_INTO_A_PORT("a static station, or one of a VLAN taken off the port, does not put the port into the VLAN; "
        + "Open vSwitch sends to a known station without asking",
        d -> d.ours().reason() == DropReason.NOT_IN_VLAN && !d.out().carries(d.vlan(), d.innerVid())),
    HIDDEN_TAG_STAYS_IN_THE_VLAN("what leaves an access port has no tag, and none is taken off that has one behind it; "
        + "Open vSwitch takes off two, a third one comes to light",
        d -> d.mine() == null && d.out().is(RandomPort.ACCESS) && d.out().tag() == d.vlan()
            && (d.behind().length > 1 || d.isHidingTags() && !(d.isThroughTunnel() && d.innerVid() == 0))),
    VLAN_0_IS_NOT_NATIVE("a frame of VLAN 0 has no tag on a trunk, so the far end would take it for one of the native VLAN; "
        + "Open vSwitch gives it when trunks lists both",
        d -> d.mine() == null && d.isNativeOut() && d.out().tag() != 0 && d.vlan() == 0 && d.out().vlans().get(0) && d.out().vlans().get(d.out().tag())),
    RESERVED_VLAN_IS_NOT_UNCOVERED("a tunnel would send VLAN 4095",
        d -> d.mine() == null && d.out().is(RandomPort.TUNNEL) && d.out().tag() == d.vlan() && d.isReserved(d.innerVid())),
    NATIVE_VLAN_0_IS_CARRIED("as vswitch.xml says of any native VLAN; Open vSwitch takes such frames in, and gives none, unless trunks lists 0",
        d -> d.theirs() == null && d.isNativeOut() && d.out().tag() == 0 && d.vlan() == 0 && !d.out().vlans().get(0));

    private final String why;
    private final Predicate<Difference> rule;

    PresenceDeviation(final String why, final Predicate<Difference> rule) {
        this.why = why;
        this.rule = rule;
    }

    boolean explains(final Difference difference) {
        return rule.test(difference);
    }

    String why() {
        return why;
    }
}
