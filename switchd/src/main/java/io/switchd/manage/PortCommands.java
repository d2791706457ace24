package io.switchd.manage;

import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.config.SwitchConfig;
import io.switchd.protocol.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Plans the commands on ports. */
final class PortCommands {

    private PortCommands() {
    }

    static void register(final Planner planner) {
        planner.on(Command.AddPort.class, PortCommands::add);
        planner.on(Command.DelPort.class, PortCommands::delete);
        planner.on(Command.ListPorts.class, (command, plan) -> {
            final List<String> names = List.copyOf(plan.config().bridge(command.bridge()).ports().keySet());
            plan.answer(() -> names);
        });
        planner.on(Command.PortToBridge.class, (command, plan) -> {
            final String bridge = plan.config().port(command.port()).bridge().name();
            plan.answer(() -> bridge);
        });
        planner.on(Command.SetPort.class, (command, plan) -> {
            final SettingValues settings = plan.config().portSettings(command.port()).with(command.settings());
            plan.change(config -> config.withPortSettings(command.port(), settings));
            setMtu(plan, plan.config().configured(command.port()));
        });
        planner.on(Command.ClearPort.class, (command, plan) -> {
            final SettingValues settings = plan.config().portSettings(command.port()).without(command.keys());
            plan.change(config -> config.withPortSettings(command.port(), settings));
        });
        planner.on(Command.GetPort.class, (command, plan) ->
            BridgeCommands.get(plan, plan.config().portSettings(command.port()), command.key()));
    }

    private static void add(final Command.AddPort command, final Plan plan) {
        final PortConfig port = new PortConfig(command.port(), SettingValues.of(Settings.PORT, command.settings()), Optional.empty());
        final Optional<SwitchConfig.Member> present = plan.config().findPort(command.port());
        if (command.mayExist() && present.isPresent()) {
            final String bridge = present.get().bridge().name();
            if (!bridge.equals(command.bridge())) {
                throw new Refusal("\"--may-exist add-port " + command.bridge() + " " + command.port() + "\" but " + command.port()
                    + " is actually attached to bridge " + bridge);
            }
            return;
        }
        plan.change(config -> config.addPort(command.bridge(), port));
        requireFit(plan, port.name());
        setMtu(plan, port);
    }

    /** Demands that a device, if it is there, can be a port. */
    static void requireFit(final Plan plan, final String port) {
        plan.host().device(port).ifPresent(device -> {
            final String unfit = OwnDevices.isSwitchEnd(device) ? device.name() + " is switchd's own end of a bridge's local port"
                : Reconciler.unfit(device);
            if (unfit != null) {
                throw new Refusal("cannot add port " + port + ": " + unfit);
            }
        });
    }

    /**
     * Gives a device that is there its MTU as a step of its own, so that a kernel which refuses it refuses the command.
     * One that is not there gets it when it comes.
     */
    static void setMtu(final Plan plan, final PortConfig port) {
        if (port.mtu().isPresent() && plan.host().hasDevice(port.name())) {
            final int mtu = port.mtu().getAsInt();
            final Optional<Device> present = plan.host().device(port.name());
            if (present.filter(device -> device.mtu() == mtu).isEmpty()) {
                plan.make(Steps.of("set the MTU of device " + port.name() + " to " + mtu, host -> setMtu(host, port.name(), mtu),
                    host -> setMtu(host, port.name(), present.map(Device::mtu).orElse(mtu))));
            }
        }
    }

    private static void setMtu(final Host host, final String device, final int mtu) throws IOException {
        if (host.device(device).filter(present -> present.mtu() != mtu).isPresent()) {
            host.setMtu(device, mtu);
        }
    }

    /** A port that plug made leaves its veth pair behind, which del-veth takes away, and its namespace. */
    private static void delete(final Command.DelPort command, final Plan plan) {
        if (command.ifExists() && !plan.config().bridges().containsKey(command.port()) && plan.config().findPort(command.port()).isEmpty()) {
            command.bridge().ifPresent(plan.config()::bridge);
            return;
        }
        final PortConfig port = plan.config().port(command.bridge(), command.port()).port();
        plan.change(config -> config.removePort(port.name()));
        port.plug().ifPresent(plug -> {
            plan.change(config -> config.withVeth(PlugCommands.left(port)));
            PlugCommands.disown(plan, plug.netns());
        });
    }
}
