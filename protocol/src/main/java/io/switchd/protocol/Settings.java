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
        Setting.truth("forward-bpdu", false, "whether frames to 01-80-C2-00-00-0X (spanning tree, LACP, LLDP, pause) pass"));

    public static final Settings PORT = new Settings("port",
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
