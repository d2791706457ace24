package io.switchd.config;

import io.switchd.protocol.VlanList;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is set of a port's VLANs, free of contradictions. The words are Open vSwitch's.
 *
 * @param mode         access, trunk, native-tagged, native-untagged or dot1q-tunnel
 * @param tag          VLAN of the port itself
 * @param trunks       empty when it trunks all
 * @param cvlans       empty when all may pass the tunnel
 * @param qinqEthtype  802.1ad or 802.1q
 * @param priorityTags never, if-nonzero or always
 */
public record VlanConfig(String mode, OptionalInt tag, Optional<BitSet> trunks, Optional<BitSet> cvlans, String qinqEthtype,
                         String priorityTags) {

    private static final String ACCESS = "access";
    private static final String TRUNK = "trunk";
    private static final String TUNNEL = "dot1q-tunnel";

    /** @throws ConfigException with one sentence when two settings contradict each other */
    static VlanConfig of(final SettingValues settings) {
        final Object given = settings.get("vlan_mode");
        final OptionalInt tag = settings.get("tag") == null ? OptionalInt.empty() : OptionalInt.of(settings.number("tag"));
        final String mode = given != null ? given.toString() : tag.isPresent() ? ACCESS : TRUNK;
        final String why = given != null ? "vlan_mode=" + mode : tag.isPresent() ? "tag=" + tag.getAsInt() + ", which makes an access port" : "";
        final VlanConfig config = new VlanConfig(mode, tag, vlans(settings, "trunks"), vlans(settings, "cvlans"),
            settings.get("qinq-ethtype").toString(), settings.get("priority-tags").toString());
        config.check(settings, why);
        return config;
    }

    private static Optional<BitSet> vlans(final SettingValues settings, final String key) {
        return Optional.ofNullable(settings.get(key)).map(value -> VlanList.parse(value.toString()));
    }

    private void check(final SettingValues settings, final String why) {
        if (mode.equals(TRUNK) && tag.isPresent()) {
            throw new ConfigException("tag=" + tag.getAsInt() + " contradicts vlan_mode=trunk, which has no VLAN of its own: "
                + "take one away, or set vlan_mode=native-tagged or native-untagged");
        }
        if (trunks.isPresent() && (mode.equals(ACCESS) || mode.equals(TUNNEL))) {
            throw new ConfigException("trunks=" + settings.get("trunks") + " contradicts " + why
                + ": take one away, or set vlan_mode=native-tagged or native-untagged");
        }
        if (cvlans.isPresent() && !mode.equals(TUNNEL)) {
            throw new ConfigException("cvlans=" + settings.get("cvlans") + " needs vlan_mode=dot1q-tunnel: the port is "
                + (mode.equals(ACCESS) ? "an access port" : "a trunk"));
        }
        if (mode.equals(TUNNEL) && (tag.isEmpty() || tag.getAsInt() < 1 || tag.getAsInt() >= VlanList.MAX)) {
            throw new ConfigException("vlan_mode=dot1q-tunnel needs a tag from 1 to 4094, the VLAN of the tunnel"
                + (tag.isPresent() ? ", not tag=" + tag.getAsInt() : ""));
        }
    }

    /** The VLAN in which frames without a tag are. */
    public int untaggedVlan() {
        return tag.orElse(0);
    }
}
