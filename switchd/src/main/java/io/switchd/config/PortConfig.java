package io.switchd.config;

import java.util.Optional;
import java.util.OptionalInt;

/** A port: the name of its device, its settings, and what plug made for it, if it did. */
public record PortConfig(String name, SettingValues settings, Optional<PlugConfig> plug) {

    public PortConfig {
        Names.checkDevice("port", name);
    }

    public PortConfig with(final SettingValues values) {
        return new PortConfig(name, values, plug);
    }

    /** In bytes; empty when the device keeps its own. */
    public OptionalInt mtu() {
        return settings.get("mtu") == null ? OptionalInt.empty() : OptionalInt.of(settings.number("mtu"));
    }
}
