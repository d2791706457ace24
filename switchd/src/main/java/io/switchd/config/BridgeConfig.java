package io.switchd.config;

import io.switchd.protocol.Settings;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bridge.
 *
 * @param ports     by name, without the host's
 * @param localPort what is set of the host's port
 * @param stations  that are fixed at ports, in order of VLAN and address
 */
public record BridgeConfig(String name, SettingValues settings, SortedMap<String, PortConfig> ports, SettingValues localPort,
                           List<StationConfig> stations) {

    private static final int MAX_STATIONS = 10_000;
    private static final SettingValues NOTHING_SET = SettingValues.of(Settings.PORT, Map.of());

    public BridgeConfig {
        Names.checkDevice("bridge", name);
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        localPort = settings.isTrue("local") ? localPort : NOTHING_SET;
        VlanConfig.of(localPort);
        stations = stations.stream().sorted(StationConfig.ORDER).collect(Collectors.toUnmodifiableList());
        final int most = Math.min(settings.number("mac-table-size"), MAX_STATIONS);
        if (stations.size() > most) {
            throw new ConfigException("bridge " + name + " would have " + stations.size() + " static stations: allowed are " + most
                + ", and no more than its mac-table-size");
        }
    }

    /** A bridge without ports. */
    public BridgeConfig(final String name, final SettingValues settings) {
        this(name, settings, new TreeMap<>(), NOTHING_SET, List.of());
    }

    public BridgeConfig with(final SettingValues values) {
        final BridgeConfig changed = new BridgeConfig(name, values, ports, localPort, stations);
        return changed.local() ? changed : changed.without(station -> station.port().equals(name));
    }

    BridgeConfig with(final PortConfig port) {
        final SortedMap<String, PortConfig> result = new TreeMap<>(ports);
        result.put(port.name(), port);
        return new BridgeConfig(name, settings, result, localPort, stations);
    }

    BridgeConfig withLocalPort(final SettingValues values) {
        return new BridgeConfig(name, settings, ports, values, stations);
    }

    /** Takes a port out, and with it the stations that are fixed there. */
    BridgeConfig without(final String port) {
        final SortedMap<String, PortConfig> result = new TreeMap<>(ports);
        result.remove(port);
        return new BridgeConfig(name, settings, result, localPort, stations).without(station -> station.port().equals(port));
    }

    /** Adds a station, or puts it in the place of the one of its VLAN and address. */
    public BridgeConfig with(final StationConfig station) {
        if (!hasPort(station.port())) {
            throw new ConfigException("bridge " + name + " does not have a port " + station.port());
        }
        return new BridgeConfig(name, settings, ports, localPort,
            Stream.concat(stations.stream().filter(other -> !other.isSameStation(station)), Stream.of(station)).collect(Collectors.toList()));
    }

    /** Adds all of them at once. */
    BridgeConfig withAll(final Collection<StationConfig> added) {
        for (final StationConfig station : added) {
            if (!hasPort(station.port())) {
                throw new ConfigException("a static station is at port " + station.port() + ", which the bridge does not have");
            }
        }
        if (added.stream().map(station -> Map.entry(station.vlan(), station.mac())).distinct().count() < added.size()) {
            throw new ConfigException("a static station stands twice");
        }
        return new BridgeConfig(name, settings, ports, localPort, List.copyOf(added));
    }

    public BridgeConfig without(final Predicate<StationConfig> gone) {
        return new BridgeConfig(name, settings, ports, localPort, stations.stream().filter(gone.negate()).collect(Collectors.toList()));
    }

    public Optional<StationConfig> station(final int vlan, final long mac) {
        return stations.stream().filter(station -> station.vlan() == vlan && station.mac() == mac).findFirst();
    }

    public boolean hasPort(final String port) {
        return ports.containsKey(port) || local() && port.equals(name);
    }

    /** A port by its name, the host's by the bridge's. */
    public PortConfig port(final String port) {
        return local() && port.equals(name) ? new PortConfig(name, localPort, Optional.empty()) : ports.get(port);
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
