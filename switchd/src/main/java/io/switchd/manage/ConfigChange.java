package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SwitchConfig;
import io.switchd.config.VethConfig;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans the way from the configuration that a plan has reached to any other: the other is put in its place, and what the
 * two demand differently of the kernel becomes steps and removals, the same that the commands for it have.
 *
 * <p>A port that is plugged in one and has left its bridge in the other keeps its pair. A plug that differs is made anew, in one step, because nobody else may take the name of its port meanwhile. A veth
 * pair that differs is refused: what is behind its ends is not known here.
 */
final class ConfigChange {

    private final Plan plan;
    private final SwitchConfig before;

    private ConfigChange(final Plan plan) {
        this.plan = plan;
        before = plan.config();
    }

    static void to(final SwitchConfig wanted, final Plan plan) {
        if (!wanted.equals(plan.config())) {
            new ConfigChange(plan).change(wanted);
        }
    }

    private void change(final SwitchConfig wanted) {
        plan.change(config -> wanted);
        before.bridges().values().stream().filter(BridgeConfig::local).filter(bridge -> !isLocal(wanted, bridge.name()))
            .forEach(bridge -> BridgeCommands.removeLocal(plan, bridge.name()));
        wanted.bridges().values().forEach(this::makeBridge);
        final SortedMap<String, PortConfig> ports = ports(wanted);
        ports(before).values().stream().filter(port -> port.plug().isPresent() && plug(ports, port.name()).isEmpty()).forEach(port -> unplug(wanted, port));
        ports.values().forEach(this::makePort);
        before.veths().keySet().stream().filter(device -> !wanted.veths().containsKey(device) && !ports.containsKey(device))
            .forEach(device -> DeviceCommands.removeVeth(plan, device));
        wanted.veths().values().stream().filter(veth -> !veth.equals(before.veths().get(veth.device())) && !isLeft(before, veth)).forEach(veth -> {
            if (before.veths().containsKey(veth.device()) && plan.host().hasDevice(veth.device())) {
                throw new Refusal("veth pair " + veth.device() + " is to be otherwise than it is; take it away first with del-veth " + veth.device());
            }
            DeviceCommands.makeVeth(plan, veth);
        });
    }

    private void unplug(final SwitchConfig wanted, final PortConfig port) {
        if (PlugCommands.left(port).equals(wanted.veths().get(port.name()))) {
            PlugCommands.disown(plan, port.plug().orElseThrow().netns());
        } else {
            PlugCommands.removeIfPlugged(plan, port);
        }
    }

    /** Whether a pair is that of a plug. */
    private static boolean isLeft(final SwitchConfig config, final VethConfig veth) {
        return config.findPort(veth.device()).filter(member -> member.port().plug().isPresent() && PlugCommands.left(member.port()).equals(veth)).isPresent();
    }

    private void makeBridge(final BridgeConfig bridge) {
        if (!before.bridges().containsKey(bridge.name())) {
            BridgeCommands.make(plan, bridge);
        } else if (bridge.local() && !isLocal(before, bridge.name())) {
            BridgeCommands.makeLocal(plan, bridge.name(), false);
        }
    }

    private void makePort(final PortConfig port) {
        final Optional<PlugConfig> present = before.findPort(port.name()).flatMap(member -> member.port().plug());
        if (before.findPort(port.name()).isEmpty() && port.plug().isEmpty()) {
            PortCommands.requireFit(plan, port.name());
        }
        if (port.plug().isPresent() && !port.plug().equals(present)) {
            present.ifPresentOrElse(old -> PlugCommands.remake(plan, port, old), () -> plug(port));
        }
        if (before.findPort(port.name()).filter(member -> member.port().mtu().equals(port.mtu())).isEmpty()) {
            PortCommands.setMtu(plan, port);
        }
    }

    private void plug(final PortConfig port) {
        if (PlugCommands.left(port).equals(before.veths().get(port.name())) && PlugCommands.isWhole(plan, port)) {
            PlugCommands.adopt(plan, port);
        } else {
            PlugCommands.make(plan, port);
        }
    }

    private static boolean isLocal(final SwitchConfig config, final String bridge) {
        return config.bridges().containsKey(bridge) && config.bridges().get(bridge).local();
    }

    private static Optional<PlugConfig> plug(final Map<String, PortConfig> ports, final String name) {
        return Optional.ofNullable(ports.get(name)).flatMap(PortConfig::plug);
    }

    /** By name, without those of the host. */
    private static SortedMap<String, PortConfig> ports(final SwitchConfig config) {
        final SortedMap<String, PortConfig> ports = new TreeMap<>();
        config.bridges().values().forEach(bridge -> ports.putAll(bridge.ports()));
        return ports;
    }
}
