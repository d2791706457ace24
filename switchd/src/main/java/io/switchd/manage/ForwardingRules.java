package io.switchd.manage;

import io.switchd.config.PortConfig;
import io.switchd.config.StationConfig;
import io.switchd.config.VlanConfig;
import io.switchd.engine.Station;
import io.switchd.forward.PortRules;
import io.switchd.frame.EthernetLayout;
import io.switchd.vlan.PortVlan;
import io.switchd.vlan.PriorityTags;
import io.switchd.vlan.VlanMode;
import io.switchd.vlan.VlanSet;
import java.util.BitSet;
import java.util.Optional;

/** What is configured of a port, as the forwarding loop takes it. */
final class ForwardingRules {

    private ForwardingRules() {
    }

    static PortRules of(final PortConfig port) {
        return new PortRules(vlan(port.vlan()), port.isTrue("learning"), port.isTrue("flood"), port.isTrue("mcast-flood"), port.isTrue("bcast-flood"),
            port.isTrue("isolated"), port.isTrue("hairpin"), port.isTrue("locked"), port.limit("mac-limit"),
            port.limit("storm-bcast"), port.limit("storm-mcast"), port.limit("storm-unknown"));
    }

    static Station of(final StationConfig station) {
        return new Station(station.vlan(), station.mac(), station.sticky());
    }

    private static PortVlan vlan(final VlanConfig vlan) {
        final PriorityTags priorityTags = PriorityTags.of(vlan.priorityTags());
        switch (VlanMode.of(vlan.mode())) {
            case ACCESS:
                return PortVlan.access(vlan.untaggedVlan(), priorityTags);
            case NATIVE_TAGGED:
                return PortVlan.nativeTagged(vlan.untaggedVlan(), set(vlan.trunks()), priorityTags);
            case NATIVE_UNTAGGED:
                return PortVlan.nativeUntagged(vlan.untaggedVlan(), set(vlan.trunks()), priorityTags);
            case DOT1Q_TUNNEL:
                final int tpid = vlan.qinqEthtype().equals("802.1q") ? EthernetLayout.TPID_8021Q : EthernetLayout.TPID_8021AD;
                return PortVlan.tunnel(vlan.untaggedVlan(), set(vlan.cvlans()), tpid, priorityTags);
            default:
                return PortVlan.trunk(set(vlan.trunks()), priorityTags);
        }
    }

    private static VlanSet set(final Optional<BitSet> vlans) {
        return vlans.map(VlanSet::of).orElse(VlanSet.ALL);
    }
}
