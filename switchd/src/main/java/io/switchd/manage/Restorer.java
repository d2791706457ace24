package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SwitchConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes at start what is configured and not there, as after a reboot, and finishes what a daemon that was killed had
 * only begun: the host's devices on the bridges, and what plug makes. A plug that cannot be made, because its namespace
 * is missing, waits and is tried again when something has changed. What is taken away later, while the daemon runs,
 * stays away until the next start: somebody wanted it so.
 *
 * <p>Confined to the thread of the {@link SwitchManager}.
 */
final class Restorer {

    private static final Logger LOG = System.getLogger(Restorer.class.getName());

    private final Host host;
    /** By port: why its plug could not be made, as it was last told. */
    private final Map<String, String> waiting = new TreeMap<>();

    Restorer(final Host host) {
        this.host = host;
    }

    void restore(final SwitchConfig config) {
        for (final BridgeConfig bridge : config.bridges().values()) {
            if (bridge.local()) {
                restoreLocal(bridge.name());
            }
            for (final PortConfig port : bridge.ports().values()) {
                port.plug().ifPresent(plug -> restore(config, port.name(), plug));
            }
        }
    }

    /** Whether there is something to be tried again. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void retry(final SwitchConfig config) {
        for (final String port : List.copyOf(waiting.keySet())) {
            final Optional<PlugConfig> plug = config.findPort(port).flatMap(member -> member.port().plug());
            if (plug.isPresent()) {
                restore(config, port, plug.get());
            } else {
                waiting.remove(port);
            }
        }
    }

    private void restore(final SwitchConfig config, final String port, final PlugConfig plug) {
        try {
            if (config.namespaces().contains(plug.netns()) && !host.namespaces().contains(plug.netns())) {
                host.addNamespace(plug.netns());
            }
            final Optional<Device> device = host.device(port);
            if (device.isEmpty()) {
                PlugCommands.makePair(port, plug).make(host);
                tellMade(port);
            }
            if (device.isEmpty() || OwnDevices.isPlug(device.get())) {
                host.configure(plug.netns(), plug.device(), PlugCommands.inside(plug, true));
            }
            waiting.remove(port);
        } catch (final IOException e) {
            if (!e.getMessage().equals(waiting.put(port, e.getMessage()))) {
                LOG.log(Level.WARNING, "port " + port + " cannot be plugged again yet: " + e.getMessage());
            }
        }
    }

    /** A pair of which either end is missing or was never marked is made anew. */
    private void restoreLocal(final String bridge) {
        try {
            final Collection<Device> devices = host.devices();
            if (OwnDevices.switchEnd(devices, bridge).isPresent()) {
                return;
            }
            if (host.device(bridge).filter(device -> OwnDevices.isLocalOf(device, bridge)).isPresent()) {
                host.delete(bridge);
            }
            final Set<String> taken = devices.stream().map(Device::name).collect(Collectors.toSet());
            for (final Step step : BridgeCommands.localDevice(bridge, OwnDevices.freeSwitchEnd(bridge, name -> !taken.contains(name)))) {
                step.make(host);
            }
            tellMade(bridge);
        } catch (final IOException | Refusal e) {
            LOG.log(Level.WARNING, "device " + bridge + " cannot be made again: " + e.getMessage());
        }
    }

    private static void tellMade(final String device) {
        LOG.log(Level.INFO, "device " + device + " was gone and is made again");
    }
}
