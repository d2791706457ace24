package io.switchd.config;

import io.switchd.frame.MacAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one configuration has that another has not, as sentences: "add port br-tap1 to bridge br-test", "set
 * mac-aging-time of bridge br-test from 300 to 60". Devices and namespaces are left out: whoever makes and removes them
 * tells of it.
 */
public final class ConfigDiff {

    private final List<String> sentences = new ArrayList<>();

    private ConfigDiff() {
    }

    public static List<String> between(final SwitchConfig before, final SwitchConfig after) {
        final ConfigDiff diff = new ConfigDiff();
        before.bridges().forEach((name, bridge) -> diff.bridge(bridge, after.bridges().get(name)));
        after.bridges().forEach((name, bridge) -> {
            if (!before.bridges().containsKey(name)) {
                diff.bridge(null, bridge);
            }
        });
        return List.copyOf(diff.sentences);
    }

    private void bridge(final BridgeConfig before, final BridgeConfig after) {
        if (after == null) {
            sentences.add("remove bridge " + before.name());
            return;
        }
        if (before == null) {
            sentences.add("add bridge " + after.name());
        }
        settings("bridge " + after.name(), before == null ? null : before.settings(), after.settings());
        settings("port " + after.name(), before == null ? null : before.localPort(), after.localPort());
        final Map<String, PortConfig> portsBefore = before == null ? Map.of() : before.ports();
        portsBefore.forEach((name, port) -> port(after, port, after.ports().get(name)));
        after.ports().forEach((name, port) -> {
            if (!portsBefore.containsKey(name)) {
                port(after, null, port);
            }
        });
        stations(after, before == null ? List.of() : before.stations());
    }

    private void stations(final BridgeConfig after, final List<StationConfig> before) {
        final Set<StationConfig> old = new HashSet<>(before);
        final Set<StationConfig> present = new HashSet<>(after.stations());
        before.stream().filter(station -> !present.contains(station)).forEach(station -> sentences.add("remove static " + words(station, after)));
        after.stations().stream().filter(station -> !old.contains(station)).forEach(station -> sentences.add("add static " + words(station, after)));
    }

    private static String words(final StationConfig station, final BridgeConfig bridge) {
        return (station.sticky() ? "and sticky " : "") + "station " + MacAddress.format(station.mac()) + " of VLAN " + station.vlan() + " at port "
            + station.port() + " of bridge " + bridge.name();
    }

    private void port(final BridgeConfig bridge, final PortConfig before, final PortConfig after) {
        if (after == null) {
            sentences.add("remove port " + before.name() + " from bridge " + bridge.name());
            return;
        }
        if (before == null) {
            sentences.add("add port " + after.name() + " to bridge " + bridge.name());
        }
        settings("port " + after.name(), before == null ? null : before.settings(), after.settings());
    }

    /** @param before null when bridge or port are new, so that nothing had a value */
    private void settings(final String of, final SettingValues before, final SettingValues after) {
        final Set<String> keys = new TreeSet<>(after.values().keySet());
        keys.addAll(before == null ? Set.of() : before.values().keySet());
        for (final String key : keys) {
            if (!after.values().containsKey(key)) {
                sentences.add("clear " + key + " of " + of);
            } else if (before == null || !after.get(key).equals(before.values().get(key))) {
                final Object value = before == null ? null : before.get(key);
                sentences.add("set " + key + " of " + of + (value == null ? "" : " from " + value) + " to " + after.get(key));
            }
        }
    }
}
