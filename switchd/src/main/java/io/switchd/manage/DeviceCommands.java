package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.Names;
import io.switchd.config.PortConfig;
import io.switchd.config.SwitchConfig;
import io.switchd.config.VethConfig;
import io.switchd.frame.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Plans the commands on namespaces and veth pairs. */
final class DeviceCommands {

    private final Host host;

    private DeviceCommands(final Host host) {
        this.host = host;
    }

    static void register(final Planner planner, final Host host) {
        final DeviceCommands commands = new DeviceCommands(host);
        planner.on(Command.AddNetns.class, DeviceCommands::addNamespace);
        planner.on(Command.DelNetns.class, DeviceCommands::deleteNamespace);
        planner.on(Command.ListNetns.class, (command, plan) -> plan.answer(commands::namespaces));
        planner.on(Command.MoveToNetns.class, DeviceCommands::move);
        planner.on(Command.AddVeth.class, DeviceCommands::addVeth);
        planner.on(Command.DelVeth.class, DeviceCommands::deleteVeth);
    }

    private Object namespaces() {
        try {
            return host.namespaces();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addNamespace(final Command.AddNetns command, final Plan plan) {
        Names.checkNamespace(command.name());
        if (!(command.mayExist() && plan.host().hasNamespace(command.name()))) {
            makeNamespace(plan, command.name());
        }
    }

    static void makeNamespace(final Plan plan, final String name) {
        plan.host().addNamespace(name);
        plan.make(Steps.addNamespace(name));
    }

    private static void deleteNamespace(final Command.DelNetns command, final Plan plan) {
        final String name = command.name();
        Names.checkNamespace(name);
        if (command.ifExists() && !plan.host().hasNamespace(name)) {
            return;
        }
        requireNamespace(plan, name);
        findPlug(plan.config(), name).ifPresent(port -> {
            throw new Refusal("namespace " + name + " has the inside end of port " + port + "; unplug " + port + " first");
        });
        removeNamespace(plan, name);
    }

    static void removeNamespace(final Plan plan, final String name) {
        NamespaceUsers.warn(plan, name);
        plan.host().removeNamespace(name);
        plan.change(config -> config.withoutNamespace(name));
        plan.remove("remove namespace " + name, JournalEntry.namespace(Change.REMOVE, name), host -> host.deleteNamespace(name));
    }

    /** A port that is plugged into a namespace. */
    static Optional<String> findPlug(final SwitchConfig config, final String netns) {
        for (final BridgeConfig bridge : config.bridges().values()) {
            for (final PortConfig port : bridge.ports().values()) {
                if (port.plug().isPresent() && port.plug().get().netns().equals(netns)) {
                    return Optional.of(port.name());
                }
            }
        }
        return Optional.empty();
    }

    /** Whether an end of some pair of a configuration belongs into a namespace. */
    static boolean isUsed(final SwitchConfig config, final String netns) {
        return findPlug(config, netns).isPresent() || config.veths().values().stream().anyMatch(veth -> veth.netns().filter(netns::equals).isPresent());
    }

    private static void move(final Command.MoveToNetns command, final Plan plan) {
        Names.checkDevice("device", command.device());
        requireNamespace(plan, command.netns());
        if (plan.host().willAddDevice(command.device())) {
            throw new Refusal("device " + command.device() + " is made by the same call and cannot be moved in it; use two calls");
        }
        final Device device = plan.host().device(command.device())
            .orElseThrow(() -> new Refusal("no device named " + command.device()));
        refuseOurs(plan, device);
        if (!device.movable()) {
            throw new Refusal("device " + device.name() + " cannot leave its namespace: it is " + article(device)
                + ", which the kernel binds to the namespace it was made in");
        }
        if (plan.host().hasDevice(command.netns(), device.name())) {
            throw new Refusal("cannot move device " + device.name() + " because namespace " + command.netns() + " already has a device of that name");
        }
        plan.host().removeDevice(device.name());
        plan.move("move device " + device.name() + " to namespace " + command.netns(), host -> host.move(device.name(), command.netns()));
    }

    private static void refuseOurs(final Plan plan, final Device device) {
        plan.config().findPort(device.name()).ifPresent(member -> {
            throw new Refusal("device " + device.name() + " is a port of bridge " + member.bridge().name() + "; take it out of the bridge first");
        });
        if (OwnDevices.isSwitchEnd(device)) {
            throw new Refusal("device " + device.name() + " is switchd's own end of a bridge's local port");
        }
    }

    private static String article(final Device device) {
        if ("lo".equals(device.name())) {
            return "the loopback device";
        }
        return "bridge".equals(device.kind()) ? "a bridge" : device.kind().isEmpty() ? "a device" : "a device of kind " + device.kind();
    }

    private static void addVeth(final Command.AddVeth command, final Plan plan) {
        final VethConfig veth = new VethConfig(command.device(), command.peer(), command.netns(), command.peerMac());
        if (veth.device().equals(veth.peer()) && veth.netns().isEmpty()) {
            throw new Refusal("the ends of a veth pair in one namespace need two names, both are " + veth.device());
        }
        final boolean isOurs = plan.host().willAddDevice(veth.device()) || plan.host().device(veth.device()).filter(OwnDevices::isPair).isPresent();
        if (command.mayExist() && isOurs && veth.equals(plan.config().veths().get(veth.device()))) {
            return;
        }
        makeVeth(plan, veth);
        plan.change(config -> config.withVeth(veth));
    }

    /** Makes a pair that is, or will be, in the configuration. */
    static void makeVeth(final Plan plan, final VethConfig veth) {
        veth.netns().ifPresent(netns -> requireNamespace(plan, netns));
        plan.host().addDevice(veth.device());
        requireFree(plan, veth.netns(), veth.peer());
        plan.make(makePair(veth));
    }

    static Step makePair(final VethConfig veth) {
        return Steps.addVeth(new Host.VethSpec(veth.device(), veth.peer(), veth.netns(), mac(veth.peerMac()), OptionalInt.empty(),
            OwnDevices.vethAlias(veth.device())));
    }

    /** Demands that a device can be made: in a namespace, or in the daemon's own. */
    static void requireFree(final Plan plan, final Optional<String> netns, final String device) {
        if (netns.isEmpty()) {
            plan.host().addDevice(device);
        } else if (plan.host().hasDevice(netns.get(), device)) {
            throw new Refusal("cannot create a device named " + device + " because namespace " + netns.get() + " already has a device of that name");
        }
    }

    static OptionalLong mac(final Optional<String> text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            final long mac = MacAddress.parse(text.get());
            if (MacAddress.isStation(mac)) {
                return OptionalLong.of(mac);
            }
        } catch (final IllegalArgumentException e) {
            throw new Refusal(e.getMessage());
        }
        throw new Refusal("mac " + text.get() + " cannot be a device's: it is a group address or all zeros");
    }

    static void requireNamespace(final Plan plan, final String name) {
        Names.checkNamespace(name);
        if (!plan.host().hasNamespace(name)) {
            throw new Refusal("no namespace named " + name);
        }
    }

    /**
     * Deletes a pair by its mark, not by what the configuration remembers: the pair that it remembers may be gone, and
     * the name somebody else's. To the configuration such a pair is one that does not exist.
     */
    private static void deleteVeth(final Command.DelVeth command, final Plan plan) {
        final String device = command.device();
        Names.checkDevice("device", device);
        final Optional<Device> named = plan.host().device(device);
        final String name = named.filter(OwnDevices::isPair).map(OwnDevices::nameOf).orElse(device);
        if (plan.config().findPort(name).filter(member -> member.port().plug().isPresent()).isPresent()) {
            throw new Refusal("device " + device + " was made by plug; use unplug " + name);
        }
        final boolean isKnown = plan.config().veths().containsKey(name);
        if (!isKnown && !plan.host().hasDevice(device) && ends(plan, name).isEmpty()) {
            if (command.ifExists()) {
                return;
            }
            throw new Refusal("no device named " + device);
        }
        if (named.isPresent() && ends(plan, name).isEmpty() && !(isKnown && command.ifExists())) {
            throw new Refusal("device " + device + " was not made by add-veth, and is not switchd's to delete");
        }
        plan.change(config -> config.withoutVeth(name));
        removeVeth(plan, name);
    }

    /** Takes the pair away that was made under a name, if it is there; it must have left the configuration. */
    static void removeVeth(final Plan plan, final String name) {
        final List<Device> ends = ends(plan, name);
        ends.forEach(end -> plan.host().removeDevice(end.name()));
        ends.stream().findFirst().ifPresentOrElse(
            end -> plan.remove("remove veth pair " + name, JournalEntry.device(Change.REMOVE, end.name()), host -> Steps.deleteOwn(host, end.name(), end.alias())),
            () -> removeAbsent(plan, name));
    }

    /** The ends, as far as they are here, of the pair that was made under a name, whatever they are called now. */
    private static List<Device> ends(final Plan plan, final String name) {
        final List<Device> devices = plan.host().devices();
        final Optional<Device> pair = OwnDevices.pair(devices, name);
        return devices.stream().filter(device -> pair.filter(end -> end.alias().equals(device.alias())).isPresent()).collect(Collectors.toList());
    }

    /** A name that nobody has is not to be taken in the same call; one that somebody else has is theirs. */
    private static void removeAbsent(final Plan plan, final String name) {
        plan.note("forget veth pair " + name + ", which is gone");
        if (plan.host().device(name).isEmpty()) {
            plan.host().removeDevice(name);
        }
    }
}
