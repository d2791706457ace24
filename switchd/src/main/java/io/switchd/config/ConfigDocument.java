package io.switchd.config;

import io.switchd.protocol.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration that somebody wants, as a document: what export and {@code show -f json} print, or the file of the
 * {@link ConfigStore}. What only tells how the switch is doing (up, error, type) is passed over, everything else that is
 * not known is refused by name.
 *
 * <p>A bridge or port of the document gets exactly the settings that it has there; what it does not have goes back to
 * its default. What the document does not name stays, or goes, as one wants. What {@code show} does not tell is never
 * taken for wanted away because it is not said: the plug of a port that is named, the stations of a bridge without a list
 * of them, and the veth pairs of a document without one.
 */
public final class ConfigDocument {

    private static final Set<String> TOP = Set.of("bridges", "veths", "namespaces");
    private static final Set<String> STATE = Set.of("type", "up", "error");

    private final SwitchConfig wanted;
    private final boolean hasVeths;
    /** Bridges with a list of stations. */
    private final Set<String> withStations;

    private ConfigDocument(final SwitchConfig wanted, final boolean hasVeths, final Set<String> withStations) {
        this.wanted = wanted;
        this.hasVeths = hasVeths;
        this.withStations = withStations;
    }

    /** @throws ConfigException that names the place */
    public static ConfigDocument read(final Object document) {
        final Map<String, Object> top = new LinkedHashMap<>();
        if (document instanceof List) {
            top.put("bridges", document);
        } else if (document instanceof Map) {
            ((Map<?, ?>) document).forEach((name, value) -> top.put(name.toString(), value));
            ConfigFile.removeRevision(top);
        } else {
            throw new ConfigException("a configuration is an object with bridges, veths and namespaces, or an array of bridges");
        }
        final boolean hasVeths = top.containsKey("veths");
        TOP.stream().filter(part -> !top.containsKey(part)).forEach(part -> top.put(part, List.of()));
        if (top.get("bridges") instanceof List) {
            top.put("bridges", ((List<?>) top.get("bridges")).stream().map(ConfigDocument::bridge).collect(Collectors.toList()));
        }
        return new ConfigDocument(ConfigJson.read(top), hasVeths, withStations((List<?>) top.get("bridges")));
    }

    private static Set<String> withStations(final List<?> bridges) {
        return bridges.stream().map(bridge -> (Map<?, ?>) bridge).filter(bridge -> bridge.get("stations") != null)
            .map(bridge -> bridge.get("name").toString()).collect(Collectors.toSet());
    }

    /** A bridge as the file has it: without state, the host's port apart from the others. */
    private static Object bridge(final Object bridge) {
        if (!(bridge instanceof Map)) {
            return bridge;
        }
        final Map<String, Object> members = members((Map<?, ?>) bridge);
        if (!members.containsKey("ports")) {
            members.put("ports", List.of());
        }
        if (members.get("ports") instanceof List) {
            final List<Object> ports = new ArrayList<>();
            for (final Object port : (List<?>) members.get("ports")) {
                final Object stateless = port instanceof Map ? port((Map<?, ?>) port) : port;
                if (port instanceof Map && "internal".equals(((Map<?, ?>) port).get("type"))) {
                    addLocal(members, members((Map<?, ?>) stateless));
                } else {
                    ports.add(stateless);
                }
            }
            members.put("ports", ports);
        }
        return members;
    }

    private static Map<String, Object> port(final Map<?, ?> port) {
        final Map<String, Object> members = members(port);
        members.keySet().removeAll(STATE);
        return members;
    }

    private static void addLocal(final Map<String, Object> bridge, final Map<String, Object> port) {
        final Object name = port.remove("name");
        if (name == null || !name.equals(bridge.get("name"))) {
            throw new ConfigException("port " + Text.escape(String.valueOf(name)) + " of bridge " + Text.escape(String.valueOf(bridge.get("name")))
                + " is of type internal, which only the port of the bridge's name is");
        }
        if (bridge.put("local-port", port) != null) {
            throw new ConfigException("the host's port of bridge " + Text.escape(name.toString()) + " stands twice");
        }
    }

    private static Map<String, Object> members(final Map<?, ?> object) {
        final Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> members.put(name.toString(), value));
        return members;
    }

    /** Namespaces that have to be there. */
    public SortedSet<String> namespaces() {
        return wanted.namespaces();
    }

    /** What is there, with what the document names in addition or in its place. */
    public SwitchConfig onto(final SwitchConfig present) {
        final SortedMap<String, BridgeConfig> bridges = new TreeMap<>(present.bridges());
        final Set<String> named = wanted.bridges().values().stream().flatMap(bridge -> bridge.ports().keySet().stream()).collect(Collectors.toSet());
        bridges.replaceAll((name, bridge) -> without(bridge, named, wanted.bridges().get(name)));
        wanted.bridges().forEach((name, bridge) -> bridges.merge(name, plugged(bridge, present), ConfigDocument::both));
        final SortedMap<String, VethConfig> veths = new TreeMap<>(present.veths());
        veths.putAll(wanted.veths());
        return checked(new SwitchConfig(bridges, veths, present.namespaces()));
    }

    /** The document's alone. Whose the namespaces are that plug made does not change by it. */
    public SwitchConfig insteadOf(final SwitchConfig present) {
        final SortedMap<String, BridgeConfig> bridges = new TreeMap<>(wanted.bridges());
        bridges.replaceAll((name, bridge) -> withStationsOf(present.bridges().get(name), plugged(bridge, present)));
        return new SwitchConfig(bridges, hasVeths ? wanted.veths() : present.veths(), present.namespaces());
    }

    private BridgeConfig withStationsOf(final BridgeConfig present, final BridgeConfig bridge) {
        return present == null || withStations.contains(bridge.name()) ? bridge : new BridgeConfig(bridge.name(), bridge.settings(), bridge.ports(),
            bridge.localPort(), present.stations().stream().filter(station -> bridge.hasPort(station.port())).collect(Collectors.toList()));
    }

    /** Takes the ports out that the document puts into other bridges. */
    private static BridgeConfig without(final BridgeConfig bridge, final Set<String> named, final BridgeConfig stays) {
        BridgeConfig result = bridge;
        for (final String port : bridge.ports().keySet()) {
            if (named.contains(port) && (stays == null || !stays.ports().containsKey(port))) {
                result = result.without(port);
            }
        }
        return result;
    }

    /** A bridge of the document, whose ports keep the plugs that they have and the document does not say. */
    private static BridgeConfig plugged(final BridgeConfig bridge, final SwitchConfig present) {
        final SortedMap<String, PortConfig> ports = new TreeMap<>(bridge.ports());
        ports.replaceAll((name, port) -> port.plug().isPresent() ? port
            : new PortConfig(name, port.settings(), present.findPort(name).flatMap(member -> member.port().plug())));
        return new BridgeConfig(bridge.name(), bridge.settings(), ports, bridge.localPort(), bridge.stations());
    }

    private static BridgeConfig both(final BridgeConfig present, final BridgeConfig wanted) {
        final SortedMap<String, PortConfig> ports = new TreeMap<>(present.ports());
        ports.putAll(wanted.ports());
        final List<StationConfig> stations = Stream.concat(wanted.stations().stream(),
            present.stations().stream().filter(station -> wanted.station(station.vlan(), station.mac()).isEmpty()))
            .filter(station -> ports.containsKey(station.port()) || wanted.local()).collect(Collectors.toList());
        return new BridgeConfig(wanted.name(), wanted.settings(), ports, wanted.localPort(), stations);
    }

    /** What was put together may have two of one name, which neither part had. */
    private static SwitchConfig checked(final SwitchConfig config) {
        final Map<String, String> owners = new HashMap<>();
        config.bridges().keySet().forEach(bridge -> owners.put(bridge, "a bridge"));
        for (final BridgeConfig bridge : config.bridges().values()) {
            for (final String port : bridge.ports().keySet()) {
                Optional.ofNullable(owners.put(port, "a port of bridge " + bridge.name())).ifPresent(other -> {
                    throw new ConfigException("bridge " + bridge.name() + ": port " + port + ": there would be " + other + " of that name too");
                });
            }
        }
        return config;
    }
}
