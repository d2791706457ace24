package io.switchd.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bridge: its name, its settings and its ports by name. */
public record BridgeConfig(String name, SettingValues settings, SortedMap<String, PortConfig> ports) {

    public BridgeConfig {
        Names.checkDevice("bridge", name);
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    }

    public BridgeConfig with(final SettingValues values) {
        return new BridgeConfig(name, values, ports);
    }

    BridgeConfig with(final PortConfig port) {
        final SortedMap<String, PortConfig> result = new TreeMap<>(ports);
        result.put(port.name(), port);
        return new BridgeConfig(name, settings, result);
    }

    BridgeConfig without(final String port) {
        final SortedMap<String, PortConfig> result = new TreeMap<>(ports);
        result.remove(port);
        return new BridgeConfig(name, settings, result);
    }

    /** Whether the host has a device of the bridge's name on it. */
    public boolean local() {
        return settings.isTrue("local");
    }

    public int macAgingTimeSeconds() {
        return settings.number("mac-aging-time");
    }

    public int macTableSize() {
        return settings.number("mac-table-size");
    }

    public boolean forwardBpdu() {
        return settings.isTrue("forward-bpdu");
    }
}
