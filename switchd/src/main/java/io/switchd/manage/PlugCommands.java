package io.switchd.manage;

import io.switchd.config.Names;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.protocol.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans plug and unplug: everything between a namespace and a bridge in one command. */
final class PlugCommands {

    private static final String DEFAULT_DEVICE = "eth0";
    private static final int MAX_DEVICE_BYTES = 15;

    private PlugCommands() {
    }

    static void register(final Planner planner) {
        planner.on(Command.Plug.class, PlugCommands::plug);
        planner.on(Command.Unplug.class, PlugCommands::unplug);
    }

    private static void plug(final Command.Plug command, final Plan plan) {
        Names.checkNamespace(command.netns());
        final PlugConfig plug = new PlugConfig(command.netns(), command.device().orElse(DEFAULT_DEVICE), command.addresses(), command.mac(),
            command.mtu(), command.gateway());
        final PortConfig port = new PortConfig(command.port().orElseGet(() -> portName(plug)), SettingValues.of(Settings.PORT, command.settings()),
            Optional.of(plug));
        final boolean isFirst = !hasPair(plan, plug.netns());
        plan.change(config -> config.addPort(command.bridge(), port));
        if (!plan.host().hasNamespace(plug.netns())) {
            DeviceCommands.makeNamespace(plan, plug.netns());
            plan.change(config -> config.withNamespace(plug.netns()));
        } else if (isFirst) {
            plan.change(config -> config.withoutNamespace(plug.netns()));
        }
        plan.host().addDevice(port.name());
        DeviceCommands.requireFree(plan, Optional.of(plug.netns()), plug.device());
        plan.make(makePair(port.name(), plug));
        plan.make(configureInside(plug));
        PortCommands.setMtu(plan, port);
    }

    /** Whether a pair of a plug is in a namespace; if none is, the namespace may be another one by now. */
    private static boolean hasPair(final Plan plan, final String netns) {
        return plan.config().bridges().values().stream().flatMap(bridge -> bridge.ports().values().stream())
            .filter(port -> port.plug().filter(plug -> plug.netns().equals(netns)).isPresent())
            .anyMatch(port -> plan.host().willAddDevice(port.name()) || plan.host().device(port.name()).filter(OwnDevices::isPlug).isPresent());
    }

    static Step makePair(final String port, final PlugConfig plug) {
        final OptionalInt mtu = plug.mtu().map(OptionalInt::of).orElseGet(OptionalInt::empty);
        return Steps.addVeth(new Host.VethSpec(port, plug.device(), Optional.of(plug.netns()), DeviceCommands.mac(plug.mac()), mtu, OwnDevices.PLUG));
    }

    /** Goes with the pair when that is undone. */
    static Step configureInside(final PlugConfig plug) {
        return Steps.of("configure device " + plug.device() + " in namespace " + plug.netns(),
            host -> host.configure(plug.netns(), plug.device(), inside(plug, false)), host -> { });
    }

    static Host.InsideSpec inside(final PlugConfig plug, final boolean isAgain) {
        return new Host.InsideSpec(plug.addresses(), plug.gateway(), isAgain);
    }

    /**
     * NETNS-DEV, when that is a device's name; else as much of it as there is room for beside a number that tells it
     * from others.
     */
    static String portName(final PlugConfig plug) {
        final String name = (plug.netns() + "-" + plug.device()).replace(':', '_');
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_DEVICE_BYTES) {
            return name;
        }
        final String number = Integer.toHexString(name.hashCode() & 0xFFFF);
        final StringBuilder ascii = new StringBuilder();
        name.chars().filter(c -> c < 128).limit(MAX_DEVICE_BYTES - 5).forEach(c -> ascii.append((char) c));
        return ascii + "-" + "0".repeat(4 - number.length()) + number;
    }

    private static void unplug(final Command.Unplug command, final Plan plan) {
        if (command.ifExists() && plan.config().findPort(command.port()).isEmpty() && !plan.config().bridges().containsKey(command.port())) {
            command.bridge().ifPresent(plan.config()::bridge);
            return;
        }
        final PortConfig port = plan.config().port(command.bridge(), command.port()).port();
        if (port.plug().isEmpty()) {
            throw new Refusal("port " + port.name() + " was not made by plug; use del-port " + port.name());
        }
        plan.change(config -> config.removePort(port.name()));
        removeIfPlugged(plan, port);
    }

    /**
     * Takes away what plug made for a port, if it did: the pair, and the namespace if plug made that too and nothing
     * else is plugged into it or was put there: a namespace that others use is theirs. The port must have left the
     * configuration.
     */
    static void removeIfPlugged(final Plan plan, final PortConfig port) {
        if (port.plug().isEmpty()) {
            return;
        }
        final String netns = port.plug().get().netns();
        final boolean isInside = plan.host().device(port.name()).filter(OwnDevices::isPlug).isPresent();
        plan.host().removeDevice(port.name());
        plan.host().removeInside(netns, port.plug().get().device());
        plan.remove("remove veth pair " + port.name(), host -> deleteIfPlug(host, port.name()));
        if (disown(plan, netns) && isInside && plan.host().hasNamespace(netns) && !plan.host().hasOtherDevices(netns)) {
            DeviceCommands.removeNamespace(plan, netns);
        }
    }

    /**
     * Forgets that plug made a namespace when nothing is plugged into it any more: from then on one of that name may be
     * anybody's. Returns whether it was plug's until now.
     */
    static boolean disown(final Plan plan, final String netns) {
        final boolean isOwned = plan.config().namespaces().contains(netns) && DeviceCommands.findPlug(plan.config(), netns).isEmpty();
        if (isOwned) {
            plan.change(config -> config.withoutNamespace(netns));
        }
        return isOwned;
    }

    private static void deleteIfPlug(final Host host, final String name) throws IOException {
        if (host.device(name).filter(OwnDevices::isPlug).isPresent()) {
            host.delete(name);
        }
    }
}
