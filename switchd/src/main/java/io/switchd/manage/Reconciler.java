package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.StationConfig;
import io.switchd.config.SwitchConfig;
import io.switchd.engine.BridgeSettings;
import io.switchd.engine.Loops;
import io.switchd.engine.Station;
import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.fdb.FdbCounters;
import io.switchd.forward.PortRules;
import io.switchd.port.PortCounters;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the forwarding loops work as the configuration says, as far as the kernel has the devices for it.
 * Level-triggered: each run compares what is wanted with what is there and mends the difference, so it may run at any
 * time and any number of times; it runs after every transaction, at every change of a device, and at start.
 *
 * <p>A port is known by the index of its device, since a device that was deleted and made again under the same name is
 * another one. One that left the namespace and came back has the same index, and a socket that is deaf: the socket is
 * asked. A port that cannot work keeps its place in the configuration and its counters, says why, and joins by
 * itself when a later run finds its device. A failure of one port never keeps the run from the next.
 *
 * <p>Confined to the thread of the {@link SwitchManager}.
 */
final class Reconciler {

    private static final Logger LOG = System.getLogger(Reconciler.class.getName());

    private final Host host;
    private final Loops loops;
    private final EventLog events;
    private final PortEvents portEvents;
    private final ManagerCounters managerCounters;
    private final Map<String, BridgeSettings> bridges = new HashMap<>();
    private final Map<String, FdbCounters> fdbCounters = new TreeMap<>();
    private final Map<String, Attachment> attachments = new HashMap<>();
    private final Map<String, PortCounters> counters = new HashMap<>();
    private final Map<String, PortStatus> status = new TreeMap<>();
    /** Ports that have joined while their device was down. */
    private final Set<String> toSetUp = new HashSet<>();
    private final MendingPace mendingPace = new MendingPace(System::nanoTime);
    private final Runnable whenStuck;
    private volatile Inventory inventory = Inventory.EMPTY;

    /** @param whenStuck is run by a loop's thread when another run would mend a port; must not wait */
    Reconciler(final Host host, final Loops loops, final EventLog events, final ManagerCounters managerCounters, final Runnable whenStuck) {
        this.host = host;
        this.loops = loops;
        this.events = events;
        this.managerCounters = managerCounters;
        portEvents = new PortEvents(events);
        this.whenStuck = whenStuck;
    }

    /** A port that the loop of its bridge has. */
    private record Attachment(String bridge, int index, Host.OpenPort open, boolean carrier, int mtu, PortRules rules,
                              List<StationConfig> stations) {

        Attachment with(final Device device) {
            return new Attachment(bridge, index, open, device.carrier(), device.mtu(), rules, stations);
        }

        Attachment with(final PortRules changed) {
            return new Attachment(bridge, index, open, carrier, mtu, changed, stations);
        }

        Attachment with(final List<StationConfig> fixed) {
            return new Attachment(bridge, index, open, carrier, mtu, rules, fixed);
        }
    }

    void reconcile(final SwitchConfig config) throws IOException {
        final long begin = System.nanoTime();
        final Map<String, PortPlace> wanted = wantedPorts(config);
        try {
            reconcile(config, wanted);
        } catch (final IOException | RuntimeException e) {
            managerCounters.reconcileFailed();
            throw e;
        } finally {
            inventory = inventory(wanted);
            managerCounters.reconciled(System.nanoTime() - begin);
        }
    }

    private void reconcile(final SwitchConfig config, final Map<String, PortPlace> wanted) throws IOException {
        final Devices devices = Devices.of(host.devices());
        for (final String port : Set.copyOf(attachments.keySet())) {
            final String reason = whyItLeaves(port, wanted.get(port), devices);
            if (reason != null) {
                detach(port, reason);
            }
        }
        counters.keySet().retainAll(wanted.keySet());
        status.keySet().retainAll(wanted.keySet());
        mendingPace.forgetAllBut(wanted.keySet());
        wanted.forEach(this::unfix);
        reconcileBridges(config);
        wanted.forEach((port, place) -> {
            final PortStatus now = ensure(port, place, devices.of(place));
            portEvents.status(place.bridge(), port, status.put(port, now), now);
            managerCounters.advanced();
        });
        settle();
    }

    private void settle() {
        try {
            host.settle();
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "were the daemon to end now, frames would be lost until the next one is there: " + e.getMessage());
        }
    }

    /** Safe from any thread. */
    Inventory inventory() {
        return inventory;
    }

    private Inventory inventory(final Map<String, PortPlace> wanted) {
        return new Inventory(
            fdbCounters.entrySet().stream().map(bridge -> new Inventory.Bridge(bridge.getKey(), bridge.getValue())).collect(Collectors.toList()),
            wanted.entrySet().stream()
                .map(port -> new Inventory.Port(port.getValue().bridge(), port.getKey(), status(port.getKey()).isUp(), countersOf(port.getKey())))
                .sorted(Comparator.comparing(Inventory.Port::bridge)).collect(Collectors.toList()));
    }

    /** How a configured port is doing; a port that no run has seen yet is absent. */
    PortStatus status(final String port) {
        return status.getOrDefault(port, PortStatus.absent(port));
    }

    /** The counters of a port that no loop has; those of the others are their loops'. */
    PortCounters.Snapshot countersOfDetached(final String port) {
        return attachments.containsKey(port) ? null : countersOf(port).snapshot();
    }

    void resetCountersOfDetached() {
        for (final Map.Entry<String, PortCounters> entry : counters.entrySet()) {
            if (!attachments.containsKey(entry.getKey())) {
                entry.getValue().reset();
            }
        }
    }

    /** Lets go of every port. */
    void close() {
        for (final String port : Set.copyOf(attachments.keySet())) {
            detach(port, "the daemon ends");
        }
    }

    /** Where a port is wanted; the local port of a bridge has the bridge's name. */
    private record PortPlace(String bridge, PortConfig port, List<StationConfig> stations) {

        int mtu() {
            return port.mtu().orElse(0);
        }
    }

    /** What is there: the devices by name, and the switch's ends of local ports by bridge. */
    private record Devices(Map<String, Device> byName, Map<String, Device> switchEnds) {

        /** Of two that have had one name while they were listed, the newer has it now. */
        static Devices of(final List<Device> devices) {
            return new Devices(devices.stream().collect(Collectors.toMap(Device::name, Function.identity(), (a, b) -> a.index() > b.index() ? a : b)),
                OwnDevices.switchEnds(devices));
        }

        /** The device of a port, or null. */
        Device of(final PortPlace place) {
            final String port = place.port().name();
            return port.equals(place.bridge()) ? switchEnds.get(port) : byName.get(port);
        }
    }

    private static Map<String, PortPlace> wantedPorts(final SwitchConfig config) {
        final Map<String, PortPlace> wanted = new TreeMap<>();
        for (final BridgeConfig bridge : config.bridges().values()) {
            final Map<String, List<StationConfig>> stations = bridge.stations().stream().collect(Collectors.groupingBy(StationConfig::port));
            if (bridge.local()) {
                wanted.put(bridge.name(), place(bridge, bridge.port(bridge.name()), stations));
            }
            for (final PortConfig port : bridge.ports().values()) {
                wanted.put(port.name(), place(bridge, port, stations));
            }
        }
        return wanted;
    }

    private static PortPlace place(final BridgeConfig bridge, final PortConfig port, final Map<String, List<StationConfig>> stations) {
        return new PortPlace(bridge.name(), port, stations.getOrDefault(port.name(), List.of()));
    }

    private void reconcileBridges(final SwitchConfig config) {
        for (final String bridge : new HashSet<>(bridges.keySet())) {
            if (!config.bridges().containsKey(bridge)) {
                loops.of(bridge).removeBridge(bridge);
                bridges.remove(bridge);
                fdbCounters.remove(bridge);
                events.add(Topic.BRIDGE, "removed", "bridge", bridge);
            }
        }
        loops.spread(portCounts(config));
        for (final BridgeConfig bridge : config.bridges().values()) {
            final BridgeSettings wanted = new BridgeSettings(bridge.macAgingTimeSeconds(), bridge.macTableSize(), bridge.forwardBpdu());
            final BridgeSettings present = bridges.put(bridge.name(), wanted);
            if (present == null) {
                fdbCounters.put(bridge.name(), new FdbCounters());
                loops.of(bridge.name()).addBridge(bridge.name(), wanted, fdbCounters.get(bridge.name()));
                events.add(Topic.BRIDGE, "added", "bridge", bridge.name());
            } else if (!present.equals(wanted)) {
                final boolean emptied = present.tableSize() != wanted.tableSize();
                loops.of(bridge.name()).configure(bridge.name(), wanted, emptied);
                events.add(Topic.BRIDGE, "changed", "bridge", bridge.name());
            }
        }
    }

    private static Map<String, Integer> portCounts(final SwitchConfig config) {
        final Map<String, Integer> counts = new TreeMap<>();
        config.bridges().forEach((name, bridge) -> counts.put(name, bridge.ports().size() + (bridge.local() ? 1 : 0)));
        return counts;
    }

    /** Why a port cannot stay as it is, or null. */
    private String whyItLeaves(final String port, final PortPlace place, final Devices devices) throws IOException {
        final Attachment attachment = attachments.get(port);
        if (place == null) {
            return "it is not configured any more";
        }
        if (!place.bridge().equals(attachment.bridge())) {
            return "it is to be a port of bridge " + place.bridge();
        }
        final Device device = devices.of(place);
        if (device == null) {
            return "its device is gone";
        }
        if (device.index() != attachment.index()) {
            return "its device is another one";
        }
        if (device.master() != 0) {
            return unfit(device);
        }
        if (!attachment.open().isBound()) {
            return "its device was in another namespace";
        }
        return attachment.open().isStuck() && mendingPace.isDue(port) ? "it was stuck on a frame that the kernel could not describe" : null;
    }

    private PortStatus ensure(final String port, final PortPlace place, final Device device) {
        if (device == null) {
            return PortStatus.absent(port);
        }
        final String unfit = unfit(device);
        if (unfit != null) {
            return PortStatus.error(unfit);
        }
        try {
            if (attachments.containsKey(port)) {
                configure(port, place);
            } else {
                attach(port, place, device);
            }
            setUp(port, device);
            final String refusal = setMtu(port, place, device);
            final PortStatus followed = follow(port, host.device(device.name()).orElse(device));
            return refusal == null ? followed : followed.but(refusal);
        } catch (final IOException | RuntimeException e) {
            return failed(port, device, e);
        }
    }

    /** Returns why the device cannot have the MTU that is configured, or null: frames pass all the same. */
    private String setMtu(final String port, final PortPlace place, final Device device) {
        try {
            if (place.mtu() != 0 && device.mtu() != place.mtu()) {
                host.setMtu(device.name(), place.mtu());
                portEvents.mtuSet(port, device, place.mtu());
            }
            return null;
        } catch (final IOException e) {
            return e.getMessage();
        }
    }

    /** A device that goes while it is looked at is no failure: that the kernel tells of it leads to the next run. */
    private PortStatus failed(final String port, final Device device, final Exception failure) {
        try {
            if (host.device(device.name()).filter(now -> now.index() == device.index()).isEmpty()) {
                return PortStatus.absent(port);
            }
        } catch (final IOException e) {
            failure.addSuppressed(e);
        }
        return PortStatus.error("could not open network device " + device.name() + " (" + failure.getMessage() + ")");
    }

    /** Why a device cannot be a port, or null. */
    static String unfit(final Device device) {
        if (!device.ethernet()) {
            return device.name() + " is not an Ethernet device";
        }
        if ("bridge".equals(device.kind())) {
            return device.name() + " is a bridge of the kernel and cannot be a port";
        }
        return device.master() == 0 ? null : device.name() + " belongs to a bridge or bond of the kernel";
    }

    private void attach(final String port, final PortPlace place, final Device device) throws IOException {
        final PortRules rules = ForwardingRules.of(place.port());
        final Host.OpenPort open = host.openPort(device, loops.numberOf(place.bridge()), countersOf(port), whenStuck);
        try {
            loops.of(place.bridge()).attach(place.bridge(), port, open.port(), rules, without(place.stations(), List.of()));
        } catch (final RuntimeException e) {
            open.close();
            throw e;
        }
        attachments.put(port, new Attachment(place.bridge(), device.index(), open, device.carrier(), device.mtu(), rules, place.stations()));
        portEvents.joined(place.bridge(), port);
        toSetUp.add(port);
    }

    /** A device is set up once, by whomever, when its port has joined, and not again, for somebody may set it down. */
    private void setUp(final String port, final Device device) throws IOException {
        if (toSetUp.contains(port) && !device.up()) {
            host.setUp(device.name());
        }
        toSetUp.remove(port);
    }

    private void configure(final String port, final PortPlace place) {
        final Attachment known = attachments.get(port);
        final PortRules rules = ForwardingRules.of(place.port());
        if (!rules.equals(known.rules())) {
            loops.of(place.bridge()).configurePort(port, rules);
            attachments.put(port, known.with(rules));
        }
        if (!place.stations().equals(known.stations())) {
            loops.of(place.bridge()).changeStations(port, List.of(), without(place.stations(), known.stations()));
            attachments.put(port, attachments.get(port).with(place.stations()));
        }
    }

    /** Lets go of the stations that are not fixed at a port any more, on all ports before any is fixed: a table may be full of them. */
    private void unfix(final String port, final PortPlace place) {
        final Attachment known = attachments.get(port);
        if (known == null || known.stations().equals(place.stations())) {
            return;
        }
        final Set<StationConfig> wanted = new HashSet<>(place.stations());
        loops.of(place.bridge()).changeStations(port, without(known.stations(), place.stations()), List.of());
        attachments.put(port, known.with(known.stations().stream().filter(wanted::contains).collect(Collectors.toList())));
    }

    private static List<Station> without(final List<StationConfig> stations, final List<StationConfig> others) {
        final Set<StationConfig> without = new LinkedHashSet<>(stations);
        without.removeAll(new HashSet<>(others));
        return without.stream().map(ForwardingRules::of).collect(Collectors.toList());
    }

    private PortStatus follow(final String port, final Device device) {
        final Attachment known = attachments.get(port);
        if (known.carrier() != device.carrier() || known.mtu() != device.mtu()) {
            loops.of(known.bridge()).linkChanged(port, device.carrier(), device.mtu());
            attachments.put(port, known.with(device));
        }
        return port.equals(known.bridge()) ? PortStatus.ofLocal(device, port) : PortStatus.of(device);
    }

    private void detach(final String port, final String reason) {
        final Attachment attachment = attachments.remove(port);
        toSetUp.remove(port);
        loops.of(attachment.bridge()).detach(port);
        attachment.open().close();
        portEvents.left(attachment.bridge(), port, reason);
        managerCounters.advanced();
    }

    private PortCounters countersOf(final String port) {
        return counters.computeIfAbsent(port, name -> new PortCounters());
    }
}
