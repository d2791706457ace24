package io.switchd.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/** All settings of bridges and ports, by key. A new setting is one entry here. */
public final class Settings {

    public static final Settings BRIDGE = new Settings("bridge",
        Setting.truth("local", true, "whether the host has a device of the bridge's name on the switch"),
        Setting.number("mac-aging-time", 10, 1_000_000, "seconds", 300L, "after which a station that is silent is forgotten"),
        Setting.number("mac-table-size", 10, 1_000_000, "entries", 8_192L,
            "stations the bridge remembers at most; a change empties the table"),
        Setting.truth("forward-bpdu", false, "whether frames to 01-80-C2-00-00-0X and vendors' such addresses pass (spanning tree, LACP, LLDP, CDP)"));

    public static final Settings PORT = new Settings("port",
        Setting.number("tag", 0, VlanList.MAX, "", null, "VLAN of an access port or tunnel, native VLAN of a trunk; alone it makes an access port"),
        Setting.vlans("trunks", "VLANs that a trunk carries; unset, it carries all"),
        Setting.choice("vlan_mode", "access|trunk|native-tagged|native-untagged|dot1q-tunnel", null,
            "how the port takes part in VLANs; unset, access with a tag and trunk without"),
        Setting.vlans("cvlans", "VLANs of frames that may pass a dot1q-tunnel; unset, all may"),
        Setting.choice("qinq-ethtype", "802.1ad|802.1q", "802.1ad", "type of the tag that a dot1q-tunnel puts before those of the frames"),
        Setting.choice("priority-tags", "never|if-nonzero|always", "never", "whether frames that leave without a VLAN keep a tag with their priority"),
        Setting.truth("learning", true, "whether stations heard at the port are learned"),
        Setting.truth("flood", true, "whether frames to unknown stations leave by the port"),
        Setting.truth("mcast-flood", true, "whether multicasts leave by the port"),
        Setting.truth("bcast-flood", true, "whether broadcasts leave by the port"),
        Setting.truth("isolated", false, "whether the port reaches no other isolated port"),
        Setting.truth("hairpin", false, "whether frames may leave by the port that came in by it"),
        Setting.truth("locked", false, "whether only stations that are known to be behind the port may send"),
        Setting.number("mac-limit", 1, 1_000_000, "stations", null, "learned at the port at most; frames of others are dropped"),
        Setting.number("storm-bcast", 1, 1_000_000_000, "frames a second", null, "broadcasts that may come in by the port"),
        Setting.number("storm-mcast", 1, 1_000_000_000, "frames a second", null, "multicasts that may come in by the port"),
        Setting.number("storm-unknown", 1, 1_000_000_000, "frames a second", null, "frames to unknown stations that may come in by the port"),
        Setting.number("mtu", 68, 65_535, "bytes", null, "MTU that the port's device is given; unset leaves it as it is"));

    private final String kind;
    private final Map<String, Setting> byKey = new LinkedHashMap<>();

    private Settings(final String kind, final Setting... settings) {
        this.kind = kind;
        for (final Setting setting : settings) {
            byKey.put(setting.key(), setting);
        }
    }

    /** "bridge" or "port". */
    public String kind() {
        return kind;
    }

    public Iterable<Setting> all() {
        return byKey.values();
    }

    public boolean has(final String key) {
        return byKey.containsKey(key);
    }

    /** @throws IllegalArgumentException with one sentence when there is no such setting */
    public Setting get(final String key) {
        final Setting setting = byKey.get(key);
        if (setting == null) {
            throw new IllegalArgumentException("unknown setting \"" + Text.escape(key) + "\" of a " + kind
                + Suggest.hint(key, byKey.keySet()) + "; known are " + String.join(", ", byKey.keySet()));
        }
        return setting;
    }
}
