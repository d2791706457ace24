package io.switchd.config;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The desired state of the whole switch: a value. Each change gives a new one, or a {@link ConfigException} when the
 * result would contradict itself. The words of the refusals are Open vSwitch's where it has them.
 *
 * @param bridges    by name
 * @param veths      pairs that switchd made and no plug of a port accounts for, by device
 * @param namespaces that plug made; those of netns add are their maker's
 */
public record SwitchConfig(SortedMap<String, BridgeConfig> bridges, SortedMap<String, VethConfig> veths, SortedSet<String> namespaces) {

    public static final SwitchConfig EMPTY = new SwitchConfig(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    /** In entries. A table takes 33 bytes for each, and all of them have to fit the daemon's heap. */
    static final int MAX_TABLES = 3_000_000;

    public SwitchConfig {
        final long tables = bridges.values().stream().mapToLong(BridgeConfig::macTableSize).sum();
        if (tables > MAX_TABLES) {
            throw new ConfigException("the mac-table-size of all bridges together would be " + tables + ": allowed are " + MAX_TABLES + " entries");
        }
        bridges = Collections.unmodifiableSortedMap(new TreeMap<>(bridges));
        veths = Collections.unmodifiableSortedMap(new TreeMap<>(veths));
        namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    }

    /** A port and the bridge it is a member of. */
    public record Member(BridgeConfig bridge, PortConfig port) { }

    public BridgeConfig bridge(final String name) {
        final BridgeConfig bridge = bridges.get(name);
        if (bridge == null) {
            Names.checkDevice("bridge", name);
            throw new ConfigException("no bridge named " + name);
        }
        return bridge;
    }

    public Optional<Member> findPort(final String name) {
        return bridges.values().stream()
            .filter(bridge -> bridge.ports().containsKey(name))
            .map(bridge -> new Member(bridge, bridge.ports().get(name)))
            .findFirst();
    }

    public Member port(final String name) {
        return findPort(name).orElseThrow(() -> {
            Names.checkDevice("port", name);
            return new ConfigException("no port named " + name);
        });
    }

    /** The port, which must be of the bridge if one is given. */
    public Member port(final Optional<String> bridge, final String name) {
        bridge.ifPresent(this::bridge);
        if (bridges.containsKey(name)) {
            throw new ConfigException("cannot delete port " + name + " because it is the local port for bridge " + name
                + " (deleting this port requires deleting the entire bridge)");
        }
        final Member member = port(name);
        if (bridge.isPresent() && !member.bridge().name().equals(bridge.get())) {
            throw new ConfigException("bridge " + bridge.get() + " does not have a port " + name);
        }
        return member;
    }

    public SwitchConfig addBridge(final BridgeConfig bridge) {
        checkFree("bridge", bridge.name());
        return withBridge(bridge);
    }

    /** Puts a bridge in the place of the one of its name. */
    public SwitchConfig withBridge(final BridgeConfig bridge) {
        final SortedMap<String, BridgeConfig> result = new TreeMap<>(bridges);
        result.put(bridge.name(), bridge);
        return new SwitchConfig(result, veths, namespaces);
    }

    public SwitchConfig removeBridge(final String name) {
        final SortedMap<String, BridgeConfig> result = new TreeMap<>(bridges);
        result.remove(bridge(name).name());
        return new SwitchConfig(result, veths, namespaces);
    }

    public SwitchConfig addPort(final String bridge, final PortConfig port) {
        checkFree("port", port.name());
        return withBridge(bridge(bridge).with(port));
    }

    /** Puts a port in the place of the one of its name. */
    public SwitchConfig withPort(final PortConfig port) {
        return withBridge(port(port.name()).bridge().with(port));
    }

    /** A port, the host's port of a bridge by the bridge's name. */
    public PortConfig configured(final String name) {
        return isLocalPort(name) ? bridges.get(name).port(name) : port(name).port();
    }

    /** What is set of a port, the host's port of a bridge by the bridge's name. */
    public SettingValues portSettings(final String name) {
        return configured(name).settings();
    }

    public SwitchConfig withPortSettings(final String name, final SettingValues settings) {
        return isLocalPort(name) ? withBridge(bridges.get(name).withLocalPort(settings)) : withPort(port(name).port().with(settings));
    }

    /** Whether there is a port of a name, the host's port of a bridge by the bridge's name. */
    public boolean hasPort(final String name) {
        return isLocalPort(name) || findPort(name).isPresent();
    }

    private boolean isLocalPort(final String name) {
        return bridges.containsKey(name) && bridges.get(name).local();
    }

    public SwitchConfig removePort(final String name) {
        return withBridge(port(name).bridge().without(name));
    }

    public SwitchConfig withVeth(final VethConfig veth) {
        final SortedMap<String, VethConfig> result = new TreeMap<>(veths);
        result.put(veth.device(), veth);
        return new SwitchConfig(bridges, result, namespaces);
    }

    public SwitchConfig withoutVeth(final String device) {
        final SortedMap<String, VethConfig> result = new TreeMap<>(veths);
        result.remove(device);
        return new SwitchConfig(bridges, result, namespaces);
    }

    public SwitchConfig withNamespace(final String name) {
        Names.checkNamespace(name);
        final SortedSet<String> result = new TreeSet<>(namespaces);
        result.add(name);
        return new SwitchConfig(bridges, veths, result);
    }

    public SwitchConfig withoutNamespace(final String name) {
        final SortedSet<String> result = new TreeSet<>(namespaces);
        result.remove(name);
        return new SwitchConfig(bridges, veths, result);
    }

    /** As it is, but with what another configuration says of whose the namespaces are. */
    public SwitchConfig withNamespacesOf(final SwitchConfig other) {
        return new SwitchConfig(bridges, veths, other.namespaces());
    }

    private void checkFree(final String what, final String name) {
        Names.checkDevice(what, name);
        final String cannot = "cannot create a " + what + " named " + name + " because a ";
        if (bridges.containsKey(name)) {
            throw new ConfigException(cannot + "bridge named " + name + " already exists");
        }
        findPort(name).ifPresent(member -> {
            throw new ConfigException(cannot + "port named " + name + " already exists on bridge " + member.bridge().name());
        });
    }
}
