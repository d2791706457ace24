package io.switchd.config;

import java.util.Optional;
import java.util.OptionalInt;

/** A port: the name of its device, its settings, and what plug made for it, if it did. */
public record PortConfig(String name, SettingValues settings, Optional<PlugConfig> plug) {

    public PortConfig {
        Names.checkDevice("port", name);
        VlanConfig.of(settings);
    }

    public PortConfig with(final SettingValues values) {
        return new PortConfig(name, values, plug);
    }

    public VlanConfig vlan() {
        return VlanConfig.of(settings);
    }

    public boolean isTrue(final String key) {
        return settings.isTrue(key);
    }

    /** A limit, 0 when there is none. */
    public int limit(final String key) {
        return settings.get(key) == null ? 0 : settings.number(key);
    }

    /** In bytes; empty when the device keeps its own. */
    public OptionalInt mtu() {
        return settings.get("mtu") == null ? OptionalInt.empty() : OptionalInt.of(settings.number("mtu"));
    }
}
