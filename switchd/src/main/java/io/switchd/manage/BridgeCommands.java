package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.protocol.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Plans the commands on bridges. */
final class BridgeCommands {

    private BridgeCommands() {
    }

    static void register(final Planner planner) {
        planner.on(Command.AddBridge.class, BridgeCommands::add);
        planner.on(Command.DelBridge.class, BridgeCommands::delete);
        planner.on(Command.ListBridges.class, (command, plan) -> {
            final List<String> names = List.copyOf(plan.config().bridges().keySet());
            plan.answer(() -> names);
        });
        planner.on(Command.BridgeExists.class, (command, plan) -> {
            final boolean exists = plan.config().bridges().containsKey(command.bridge());
            plan.answer(() -> exists);
        });
        planner.on(Command.SetBridge.class, (command, plan) -> {
            final BridgeConfig bridge = plan.config().bridge(command.bridge());
            change(plan, bridge, bridge.settings().with(command.settings()));
        });
        planner.on(Command.ClearBridge.class, (command, plan) -> {
            final BridgeConfig bridge = plan.config().bridge(command.bridge());
            change(plan, bridge, bridge.settings().without(command.keys()));
        });
        planner.on(Command.GetBridge.class, (command, plan) ->
            get(plan, plan.config().bridge(command.bridge()).settings(), command.key()));
    }

    private static void add(final Command.AddBridge command, final Plan plan) {
        final String name = command.bridge();
        final SettingValues settings = SettingValues.of(Settings.BRIDGE, command.settings());
        if (command.mayExist() && plan.config().bridges().containsKey(name)) {
            return;
        }
        final BridgeConfig bridge = new BridgeConfig(name, settings);
        plan.change(config -> config.addBridge(bridge));
        make(plan, bridge);
    }

    /** Makes what a new bridge needs of the kernel. */
    static void make(final Plan plan, final BridgeConfig bridge) {
        final String name = bridge.name();
        final boolean isOurs = plan.host().device(name).filter(device -> OwnDevices.isLocalOf(device, name)).isPresent();
        if (plan.host().hasDevice(name) && !isOurs) {
            throw new Refusal("cannot create a bridge named " + name + " because a device named " + name + " already exists");
        }
        if (bridge.local()) {
            makeLocal(plan, name, isOurs);
        }
    }

    /** @param isThere whether the host has its device already, as when a daemon without state was killed */
    static void makeLocal(final Plan plan, final String name, final boolean isThere) {
        final Optional<Device> end = OwnDevices.switchEnd(plan.host().devices(), name);
        if (end.isPresent() && isThere) {
            return;
        }
        end.ifPresent(leftOver -> plan.make(Steps.deleteLeftOver(leftOver)));
        if (!isThere) {
            plan.host().addDevice(name);
        } else if (end.isEmpty()) {
            plan.make(Steps.deleteLeftOver(plan.host().device(name).orElseThrow()));
        }
        final String peer = OwnDevices.freeSwitchEnd(name, plan.host()::isFree);
        plan.host().addDevice(peer);
        localDevice(name, peer).forEach(plan::make);
    }

    /** Makes the host's device on a bridge, and sets it up. */
    static List<Step> localDevice(final String bridge, final String peer) {
        return List.of(
            Steps.addVeth(new Host.VethSpec(bridge, peer, Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), OwnDevices.localAlias(bridge))),
            Steps.of("set device " + bridge + " up", host -> host.setUp(bridge), host -> { }));
    }

    private static void delete(final Command.DelBridge command, final Plan plan) {
        final String name = command.bridge();
        if (command.ifExists() && !plan.config().bridges().containsKey(name)) {
            return;
        }
        final BridgeConfig bridge = plan.config().bridge(name);
        for (final PortConfig port : bridge.ports().values()) {
            plan.change(config -> config.removePort(port.name()));
            PlugCommands.removeIfPlugged(plan, port);
        }
        plan.change(config -> config.removeBridge(name));
        if (bridge.local()) {
            removeLocal(plan, name);
        }
    }

    static void removeLocal(final Plan plan, final String name) {
        if (plan.host().willAddDevice(name)) {
            throw new Refusal("bridge " + name + " is made by the same call and cannot be removed in it; use two calls");
        }
        final Optional<Device> end = OwnDevices.switchEnd(plan.host().devices(), name)
            .or(() -> plan.host().devices().stream().filter(device -> OwnDevices.isLocalOf(device, name)).findFirst());
        end.ifPresent(device -> {
            plan.host().removeDevice(name);
            plan.host().removeDevice(device.name());
            plan.remove("remove device " + name, JournalEntry.device(Change.REMOVE, device.name()),
                host -> Steps.deleteOwn(host, device.name(), device.alias()));
        });
    }

    private static void change(final Plan plan, final BridgeConfig bridge, final SettingValues settings) {
        final BridgeConfig changed = bridge.with(settings);
        plan.change(config -> config.withBridge(changed));
        if (changed.local() && !bridge.local()) {
            makeLocal(plan, bridge.name(), false);
        } else if (!changed.local() && bridge.local()) {
            removeLocal(plan, bridge.name());
        }
    }

    /** Answers one setting, or all that have a value. */
    static void get(final Plan plan, final SettingValues settings, final Optional<String> key) {
        final Object answer = key.isPresent() ? settings.get(key.get()) : settings.all();
        plan.answer(() -> answer == null ? List.of() : answer);
    }
}
