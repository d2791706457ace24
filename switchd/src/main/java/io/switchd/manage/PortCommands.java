package io.switchd.manage;

import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.config.SwitchConfig;
import io.switchd.config.VethConfig;
import io.switchd.protocol.Settings;
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
        });
        planner.on(Command.ClearPort.class, (command, plan) -> {
            final SettingValues settings = plan.config().portSettings(command.port()).without(command.keys());
            plan.change(config -> config.withPortSettings(command.port(), settings));
        });
        planner.on(Command.GetPort.class, (command, plan) ->
            BridgeCommands.get(plan, plan.config().portSettings(command.port()), command.key()));
    }

    private static void add(final Command.AddPort command, final Plan plan) {
        final Optional<SwitchConfig.Member> present = plan.config().findPort(command.port());
        if (command.mayExist() && present.isPresent()) {
            final String bridge = present.get().bridge().name();
            if (!bridge.equals(command.bridge())) {
                throw new Refusal("\"--may-exist add-port " + command.bridge() + " " + command.port() + "\" but " + command.port()
                    + " is actually attached to bridge " + bridge);
            }
            return;
        }
        final PortConfig port = new PortConfig(command.port(), SettingValues.of(Settings.PORT, command.settings()), Optional.empty());
        plan.change(config -> config.addPort(command.bridge(), port));
        plan.host().device(command.port()).ifPresent(device -> {
            final String unfit = OwnDevices.isSwitchEnd(device) ? device.name() + " is switchd's own end of a bridge's local port"
                : Reconciler.unfit(device);
            if (unfit != null) {
                throw new Refusal("cannot add port " + command.port() + ": " + unfit);
            }
        });
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
            plan.change(config -> config.withVeth(new VethConfig(port.name(), plug.device(), Optional.of(plug.netns()), plug.mac())));
            PlugCommands.disown(plan, plug.netns());
        });
    }
}
