package io.switchd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one configuration has that another has not, as sentences. */
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
        settings("bridge " + after.name(), before == null ? Map.of() : before.settings().values(), after.settings().values());
        final Map<String, PortConfig> portsBefore = before == null ? Map.of() : before.ports();
        portsBefore.forEach((name, port) -> port(after, port, after.ports().get(name)));
        after.ports().forEach((name, port) -> {
            if (!portsBefore.containsKey(name)) {
                port(after, null, port);
            }
        });
    }

    private void port(final BridgeConfig bridge, final PortConfig before, final PortConfig after) {
        if (after == null) {
            sentences.add("remove port " + before.name() + " from bridge " + bridge.name());
            return;
        }
        if (before == null) {
            sentences.add("add port " + after.name() + " to bridge " + bridge.name());
        }
        settings("port " + after.name(), before == null ? Map.of() : before.settings().values(), after.settings().values());
    }

    private void settings(final String of, final Map<String, Object> before, final Map<String, Object> after) {
        final Map<String, Object> keys = new TreeMap<>(before);
        keys.putAll(after);
        for (final String key : keys.keySet()) {
            if (!after.containsKey(key)) {
                sentences.add("clear " + key + " of " + of);
            } else if (!after.get(key).equals(before.get(key))) {
                sentences.add("set " + key + " of " + of + " to " + after.get(key));
            }
        }
    }
}
