package io.switchd.forward;

import io.switchd.protocol.VlanList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Settings of a port drawn at random, in the words of both switches.
 *
 * @param mode   vlan_mode
 * @param tag    0 for a trunk, which has none
 * @param vlans  trunks or cvlans, all when empty
 */
record RandomPort(String mode, int tag, BitSet vlans, String qinqEthtype, String priorityTags, boolean isolated) {

    static final String ACCESS = "access";
    static final String TRUNK = "trunk";
    static final String NATIVE_TAGGED = "native-tagged";
    static final String NATIVE_UNTAGGED = "native-untagged";
    static final String TUNNEL = "dot1q-tunnel";

    static final RandomPort DEFAULT = new RandomPort(TRUNK, 0, new BitSet(), "802.1ad", "never", false);

    private static final List<String> MODES = List.of(ACCESS, TRUNK, NATIVE_TAGGED, NATIVE_UNTAGGED, TUNNEL);
    private static final List<String> PRIORITY_TAGS = List.of("never", "never", "if-nonzero", "always");
    private static final int[] TAGS = {0, 10, 10, 10, 20, 20, 30, 4_094};
    private static final int[] VLANS = {0, 10, 20, 30, 4_094, 4_095};

    static RandomPort draw(final SplittableRandom random) {
        final String mode = MODES.get(random.nextInt(MODES.size()));
        final int tag = TAGS[random.nextInt(TAGS.length)];
        final BitSet vlans = new BitSet();
        if (!mode.equals(ACCESS) && random.nextInt(2) == 0) {
            for (int i = 1 + random.nextInt(16); i > 0; i--) {
                vlans.set(VLANS[random.nextInt(VLANS.length)]);
            }
        }
        return new RandomPort(mode, mode.equals(TRUNK) ? 0 : mode.equals(TUNNEL) ? Math.max(tag, 10) : tag, vlans,
            random.nextInt(3) == 0 ? "802.1q" : "802.1ad", PRIORITY_TAGS.get(random.nextInt(PRIORITY_TAGS.size())), random.nextInt(4) == 0);
    }

    boolean is(final String aMode) {
        return mode.equals(aMode);
    }

    /**
     * Whether Open vSwitch floods frames of a VLAN to the port: as vswitch.xml says, and VLAN 0 not to one with a native
     * VLAN unless trunks lists both (bundle_set of ofproto-dpif.c).
     */
    boolean carries(final int vlan, final int innerVlan) {
        switch (mode) {
            case ACCESS:
                return tag == vlan;
            case TUNNEL:
                return tag == vlan && (vlans.isEmpty() || vlans.get(innerVlan));
            case TRUNK:
                return vlans.isEmpty() || vlans.get(vlan);
            default:
                return vlan == 0 && tag != 0 ? vlans.get(0) && vlans.get(tag) : vlans.isEmpty() || vlans.get(vlan) || tag == vlan;
        }
    }

    /** As typed to switchctl. */
    String typed() {
        final StringBuilder words = new StringBuilder("vlan_mode=").append(mode);
        if (!is(TRUNK)) {
            words.append(" tag=").append(tag);
        }
        if (!vlans.isEmpty()) {
            words.append(is(TUNNEL) ? " cvlans=" : " trunks=").append(VlanList.format(vlans));
        }
        return words.append(" qinq-ethtype=").append(qinqEthtype).append(" priority-tags=").append(priorityTags)
            .append(" isolated=").append(isolated).toString();
    }

    /** As typed to ovs-vsctl, for one transaction with others. */
    List<String> columns(final String port) {
        final List<String> words = new ArrayList<>(List.of("--", "clear", "port", port, "tag", "trunks", "cvlans", "--", "set", "port", port,
            "vlan_mode=" + mode, "protected=" + isolated, "other_config:qinq-ethtype=" + qinqEthtype, "other_config:priority-tags=" + priorityTags));
        if (!is(TRUNK)) {
            words.add("tag=" + tag);
        }
        if (!vlans.isEmpty()) {
            words.add((is(TUNNEL) ? "cvlans=" : "trunks=") + VlanList.format(vlans));
        }
        return words;
    }
}
