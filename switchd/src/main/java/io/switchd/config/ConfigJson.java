package io.switchd.config;

import io.switchd.frame.MacAddress;
import io.switchd.protocol.Settings;
import io.switchd.protocol.Suggest;
import io.switchd.protocol.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The configuration as a plain tree, ready to be JSON, and back. Members that are not known are refused by name, never
 * passed over: a setting that somebody mistyped must not look as if it were in force.
 */
public final class ConfigJson {

    private static final Set<String> TOP = Set.of("bridges", "veths", "namespaces");
    private static final Set<String> PLUG = Set.of("netns", "device", "addresses", "mac", "mtu", "gateway");
    private static final String LOCAL_PORT = "local-port";
    private static final String STATIONS = "stations";
    private static final Set<String> STATION = Set.of("vlan", "mac", "port", "sticky");
    private static final Set<String> VETH = Set.of("device", "peer", "netns", "peer-mac");

    private ConfigJson() {
    }

    public static Map<String, Object> write(final SwitchConfig config) {
        final Map<String, Object> top = new LinkedHashMap<>();
        final List<Object> bridges = new ArrayList<>();
        config.bridges().values().forEach(bridge -> bridges.add(write(bridge)));
        top.put("bridges", bridges);
        final List<Object> veths = new ArrayList<>();
        config.veths().values().forEach(veth -> veths.add(write(veth)));
        top.put("veths", veths);
        top.put("namespaces", List.copyOf(config.namespaces()));
        return top;
    }

    private static Map<String, Object> write(final BridgeConfig bridge) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", bridge.name());
        members.putAll(bridge.settings().values());
        if (!bridge.localPort().values().isEmpty()) {
            members.put(LOCAL_PORT, bridge.localPort().values());
        }
        final List<Object> ports = new ArrayList<>();
        bridge.ports().values().forEach(port -> ports.add(write(port)));
        members.put("ports", ports);
        members.put(STATIONS, bridge.stations().stream().map(ConfigJson::write).collect(Collectors.toList()));
        return members;
    }

    private static Map<String, Object> write(final StationConfig station) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("vlan", station.vlan());
        members.put("mac", MacAddress.format(station.mac()));
        members.put("port", station.port());
        if (station.sticky()) {
            members.put("sticky", true);
        }
        return members;
    }

    private static Map<String, Object> write(final PortConfig port) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", port.name());
        members.putAll(port.settings().values());
        port.plug().ifPresent(plug -> members.put("plug", write(plug)));
        return members;
    }

    static Map<String, Object> write(final PlugConfig plug) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("netns", plug.netns());
        members.put("device", plug.device());
        members.put("addresses", plug.addresses());
        plug.mac().ifPresent(mac -> members.put("mac", mac));
        plug.mtu().ifPresent(mtu -> members.put("mtu", mtu));
        if (!plug.gateways().isEmpty()) {
            members.put("gateway", plug.gateways().size() == 1 ? plug.gateways().get(0) : plug.gateways());
        }
        return members;
    }

    private static Map<String, Object> write(final VethConfig veth) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("device", veth.device());
        members.put("peer", veth.peer());
        veth.netns().ifPresent(netns -> members.put("netns", netns));
        veth.peerMac().ifPresent(mac -> members.put("peer-mac", mac));
        return members;
    }

    /** @throws ConfigException that names the place */
    static SwitchConfig read(final Map<String, Object> top) {
        checkMembers("the configuration", top, TOP);
        SwitchConfig config = SwitchConfig.EMPTY;
        for (final Object bridge : list("bridges", top.get("bridges"))) {
            config = readBridge(config, object("a bridge", bridge));
        }
        for (final Object veth : list("veths", top.get("veths"))) {
            config = readVeth(config, object("a veth pair", veth));
        }
        for (final Object namespace : list("namespaces", top.get("namespaces"))) {
            final String name = text("a namespace", namespace);
            if (config.namespaces().contains(name)) {
                throw new ConfigException("namespace " + name + " stands twice");
            }
            config = config.withNamespace(name);
        }
        return config;
    }

    private static SwitchConfig readBridge(final SwitchConfig config, final Map<String, Object> members) {
        final String name = text("a bridge", members, "name");
        return in("bridge " + name, () -> {
            final SettingValues settings = settings(Settings.BRIDGE, members, Set.of("name", "ports", LOCAL_PORT, STATIONS));
            SwitchConfig result = config.addBridge(new BridgeConfig(name, settings));
            for (final Object port : list("ports", members.get("ports"))) {
                result = result.addPort(name, readPort(object("a port", port)));
            }
            if (members.get(LOCAL_PORT) != null) {
                result = result.withPortSettings(name, settings(Settings.PORT, object(LOCAL_PORT, members.get(LOCAL_PORT)), Set.of()));
            }
            return !members.containsKey(STATIONS) ? result
                : result.withBridge(result.bridge(name).withAll(readStations(list(STATIONS, members.get(STATIONS)))));
        });
    }

    private static List<StationConfig> readStations(final List<?> stations) {
        final List<StationConfig> result = new ArrayList<>();
        for (final Object station : stations) {
            final Map<String, Object> members = object("a static station", station);
            checkMembers("a static station", members, STATION);
            final String mac = text("a static station", members, "mac");
            final Object sticky = members.getOrDefault("sticky", false);
            if (!(members.get("vlan") instanceof Integer) || !(sticky instanceof Boolean)) {
                throw new ConfigException("\"vlan\" of static station " + Text.escape(mac) + " must be a number, and \"sticky\" true or false");
            }
            result.add(new StationConfig((Integer) members.get("vlan"), StationAddress.parse(mac), text("a static station", members, "port"), (Boolean) sticky));
        }
        return result;
    }

    private static PortConfig readPort(final Map<String, Object> members) {
        final String name = text("a port", members, "name");
        return in("port " + name, () -> new PortConfig(name, settings(Settings.PORT, members, Set.of("name", "plug")),
            Optional.ofNullable(members.get("plug")).map(plug -> readPlug(object("plug", plug)))));
    }

    private static PlugConfig readPlug(final Map<String, Object> members) {
        checkMembers("plug", members, PLUG);
        final Object mtu = members.get("mtu");
        if (!(mtu == null || mtu instanceof Integer)) {
            throw new ConfigException("mtu of plug is no number that an MTU can be");
        }
        return new PlugConfig(text("plug", members, "netns"), text("plug", members, "device"),
            texts("an address", list("addresses", members.get("addresses"))), optional("plug", members, "mac"), Optional.ofNullable((Integer) mtu),
            readGateways(members.get("gateway")));
    }

    private static List<String> readGateways(final Object value) {
        return value == null ? List.of() : texts("\"gateway\" of plug", value instanceof List ? (List<?>) value : List.of(value));
    }

    private static SwitchConfig readVeth(final SwitchConfig config, final Map<String, Object> members) {
        final String device = text("a veth pair", members, "device");
        return in("veth pair " + device, () -> {
            checkMembers("it", members, VETH);
            if (config.veths().containsKey(device)) {
                throw new ConfigException("it stands twice");
            }
            return config.withVeth(new VethConfig(device, text("it", members, "peer"), optional("it", members, "netns"),
                optional("it", members, "peer-mac")));
        });
    }

    /** Reads a part; what is wrong with it is told with the place. */
    private static <T> T in(final String place, final Supplier<T> read) {
        try {
            return read.get();
        } catch (final ConfigException e) {
            throw new ConfigException(place + ": " + e.getMessage(), e);
        }
    }

    private static SettingValues settings(final Settings settings, final Map<String, Object> members, final Set<String> others) {
        final Map<String, Object> values = new LinkedHashMap<>(members);
        values.keySet().removeAll(others);
        return SettingValues.of(settings, values);
    }

    private static void checkMembers(final String where, final Map<String, Object> members, final Set<String> known) {
        for (final String name : members.keySet()) {
            if (!known.contains(name)) {
                throw new ConfigException(where + " has an unknown member \"" + Text.escape(name) + "\"" + Suggest.hint(name, known));
            }
        }
    }

    private static String text(final String where, final Map<String, Object> members, final String name) {
        if (members.get(name) == null) {
            throw new ConfigException(where + " has no \"" + name + "\"");
        }
        return text("\"" + name + "\" of " + where, members.get(name));
    }

    private static String text(final String where, final Object value) {
        if (value instanceof String) {
            return (String) value;
        }
        throw new ConfigException(where + " is not a string");
    }

    private static List<String> texts(final String where, final List<?> values) {
        return values.stream().map(value -> text(where, value)).collect(Collectors.toUnmodifiableList());
    }

    private static Optional<String> optional(final String where, final Map<String, Object> members, final String name) {
        return members.get(name) == null ? Optional.empty() : Optional.of(text(where, members, name));
    }

    private static List<?> list(final String where, final Object value) {
        if (value instanceof List) {
            return (List<?>) value;
        }
        throw new ConfigException(where + " is not a list");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(final String where, final Object value) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new ConfigException(where + " is not an object");
    }
}
