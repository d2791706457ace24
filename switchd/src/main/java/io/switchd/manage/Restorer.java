package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.Journal;
import io.switchd.config.JournalEntry;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SwitchConfig;
import io.switchd.config.VethConfig;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes at start what is configured and not there, as after a reboot, and finishes what a daemon that was killed had
 * only begun: the host's devices on the bridges, what plug makes, and the pairs of add-veth. What cannot be made, as when
 * its namespace is missing, waits and is tried again when something has changed. A device that is taken away later, while
 * the daemon runs, stays away until the next start: somebody wanted it so. But a pair that went with its namespace is made
 * when there is one of that name again. A pair that somebody renamed is there; so is one of add-veth that was moved to a
 * named namespace.
 *
 * <p>Confined to the thread of the {@link SwitchManager}.
 */
final class Restorer {

    private static final LimitedLog TROUBLE = LimitedLog.of(Restorer.class, Level.WARNING);
    private static final LimitedLog MADE = LimitedLog.of(Restorer.class, Level.INFO);

    private final Host host;
    private final Journal journal;
    private final ManagerCounters counters;
    /** By device: why it could not be made, as it was last told. */
    private final Map<String, String> waiting = new TreeMap<>();
    /** Bridges whose host's device was made and could not be set up. */
    private final Set<String> toSetUp = new HashSet<>();

    Restorer(final Host host, final Journal journal, final ManagerCounters counters) {
        this.host = host;
        this.journal = journal;
        this.counters = counters;
    }

    void restore(final SwitchConfig config) {
        for (final BridgeConfig bridge : config.bridges().values()) {
            if (bridge.local()) {
                attempt(bridge.name(), () -> restoreLocal(bridge.name()));
            }
            for (final PortConfig port : bridge.ports().values()) {
                port.plug().ifPresent(plug -> attempt(port.name(), () -> restore(config, port.name(), plug)));
            }
        }
        for (final VethConfig veth : config.veths().values()) {
            if (!isElsewhere(veth.device())) {
                attempt(veth.device(), () -> restore(veth));
            }
        }
    }

    /** Names that namespaces have got since the last time: what was plugged into one of before may have gone with that, or be about to. */
    void namespacesAdded(final Set<String> names, final SwitchConfig config) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        final Collection<Device> devices = host.devices();
        for (final BridgeConfig bridge : config.bridges().values()) {
            for (final PortConfig port : bridge.ports().values()) {
                if (port.plug().filter(plug -> names.contains(plug.netns()) && !isWhole(devices, port.name(), plug)).isPresent()) {
                    watch(port.name());
                }
            }
        }
    }

    private boolean isWhole(final Collection<Device> devices, final String port, final PlugConfig plug) {
        final Optional<Device> outside = OwnDevices.plugged(devices, port);
        try {
            return outside.isPresent() && hasOtherEnd(outside.get(), plug);
        } catch (final IOException e) {
            // Whoever tries to make it whole meets the same, and tells.
            return false;
        }
    }

    /** Whether there is something to be tried again. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void retry(final SwitchConfig config) {
        for (final String device : List.copyOf(waiting.keySet())) {
            final Optional<PlugConfig> plug = config.findPort(device).flatMap(member -> member.port().plug());
            if (plug.isPresent()) {
                attempt(device, () -> restore(config, device, plug.get()));
            } else if (config.veths().containsKey(device)) {
                attempt(device, () -> restore(config.veths().get(device)));
            } else if (config.bridges().containsKey(device) && config.bridges().get(device).local()) {
                attempt(device, () -> restoreLocal(device));
            } else {
                waiting.remove(device);
            }
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(final String device, final Attempt attempt) {
        counters.advanced();
        try {
            attempt.run();
            waiting.remove(device);
        } catch (final IOException | Refusal e) {
            if (!e.getMessage().equals(waiting.put(device, e.getMessage()))) {
                TROUBLE.log(device, "device " + device + " cannot be made again yet: " + e.getMessage());
            }
        }
    }

    private void restore(final SwitchConfig config, final String port, final PlugConfig plug) throws IOException {
        if (config.namespaces().contains(plug.netns()) && !host.namespaces().contains(plug.netns())) {
            make(Steps.addNamespace(plug.netns()));
        }
        final boolean isThere = OwnDevices.plugged(host.devices(), port).isPresent();
        if (!isThere && isFree(port)) {
            make(PlugCommands.makePair(port, plug));
            tellMade(port);
        }
        final Optional<Device> outside = OwnDevices.plugged(host.devices(), port);
        if (outside.isPresent()) {
            requireOtherEnd(outside.get(), plug);
            host.configure(plug.netns(), plug.device(), PlugCommands.inside(plug, true));
        }
    }

    /** What has the name inside may be somebody else's. */
    private void requireOtherEnd(final Device outside, final PlugConfig plug) throws IOException {
        if (!hasOtherEnd(outside, plug)) {
            throw new IOException("the other end of " + outside.name() + " is not in namespace " + plug.netns() + " under the name " + plug.device());
        }
    }

    private boolean hasOtherEnd(final Device outside, final PlugConfig plug) throws IOException {
        return host.devices(plug.netns()).stream().anyMatch(inside -> inside.name().equals(plug.device()) && inside.isPairWith(outside));
    }

    /** A pair of ours may be gone, or be another one: it is looked at when devices are followed next. */
    void watch(final String device) {
        waiting.putIfAbsent(device, "");
    }

    private void restore(final VethConfig veth) throws IOException {
        if (OwnDevices.pair(host.devices(), veth.device()).isEmpty() && isFree(veth.device())) {
            make(DeviceCommands.makePair(veth));
            tellMade(veth.device());
        }
    }

    /** Whether the pair of add-veth that has a name was moved to where it can be seen. */
    private boolean isElsewhere(final String device) {
        try {
            if (OwnDevices.pair(host.devices(), device).isPresent()) {
                return false;
            }
            return host.namespaces().stream().anyMatch(netns -> isIn(netns, device));
        } catch (final IOException e) {
            TROUBLE.log(device, "cannot look for device " + device + " in the namespaces: " + e.getMessage());
            return false;
        }
    }

    private boolean isIn(final String netns, final String device) {
        try {
            return !host.isStale(netns) && OwnDevices.pair(host.devices(netns), device).isPresent();
        } catch (final IOException e) {
            TROUBLE.log(device, "cannot look for device " + device + " in namespace " + netns + ": " + e.getMessage());
            return false;
        }
    }

    /** Whether a device can be made under a name; half a pair of ours, which no journal told of, is none. */
    private boolean isFree(final String name) throws IOException {
        final Optional<Device> device = host.device(name);
        if (device.filter(Device::unfinished).isPresent()) {
            host.delete(name);
            return true;
        }
        return device.isEmpty();
    }

    /** A pair of which either end is missing or was never marked is made anew. */
    private void restoreLocal(final String bridge) throws IOException {
        final Collection<Device> devices = host.devices();
        if (OwnDevices.switchEnd(devices, bridge).isPresent() && !isUnfinished(devices, bridge)) {
            if (toSetUp.contains(bridge)) {
                host.setUp(bridge);
                toSetUp.remove(bridge);
            }
            return;
        }
        if (host.device(bridge).filter(device -> device.unfinished() || OwnDevices.isLocalOf(device, bridge)).isPresent()) {
            host.delete(bridge);
        }
        final Set<String> taken = devices.stream().map(Device::name).collect(Collectors.toSet());
        toSetUp.add(bridge);
        make(BridgeCommands.localDevice(bridge, OwnDevices.freeSwitchEnd(bridge, name -> !taken.contains(name))));
        toSetUp.remove(bridge);
        tellMade(bridge);
    }

    private static boolean isUnfinished(final Collection<Device> devices, final String name) {
        return devices.stream().anyMatch(device -> device.name().equals(name) && device.unfinished());
    }

    private void make(final Step step) throws IOException {
        make(List.of(step));
    }

    /** Makes what belongs together; the journal keeps what was begun and not done. */
    private void make(final List<Step> steps) throws IOException {
        final List<JournalEntry> changes = steps.stream().flatMap(step -> step.changes().stream()).collect(Collectors.toList());
        journal.begin(changes);
        try {
            for (final Step step : steps) {
                step.make(host);
            }
        } catch (final IOException | RuntimeException e) {
            journal.end(changes);
            throw e;
        }
        journal.end(List.of());
    }

    private static void tellMade(final String device) {
        MADE.log(device, "device " + device + " was gone and is made again");
    }
}
