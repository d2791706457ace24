package io.switchd.manage;

import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import io.switchd.config.Names;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.config.VethConfig;
import io.switchd.protocol.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans plug and unplug: everything between a namespace and a bridge in one command. */
final class PlugCommands {

    private static final String DEFAULT_DEVICE = "eth0";
    private static final String LOOPBACK = "lo";
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
            command.mtu(), command.gateways());
        final PortConfig port = new PortConfig(command.port().orElseGet(() -> portName(plug)), SettingValues.of(Settings.PORT, command.settings()),
            Optional.of(plug));
        plan.change(config -> config.addPort(command.bridge(), port));
        make(plan, port);
        PortCommands.setMtu(plan, port);
    }

    /** Makes what the plug of a port needs, which is in the configuration already. */
    static void make(final Plan plan, final PortConfig port) {
        final PlugConfig plug = port.plug().orElseThrow();
        makeNamespace(plan, plug);
        plan.host().addDevice(port.name());
        DeviceCommands.requireFree(plan, Optional.of(plug.netns()), plug.device());
        plan.make(makePair(port.name(), plug));
        plan.make(Steps.of("configure device " + plug.device() + " in namespace " + plug.netns(),
            host -> host.configure(plug.netns(), plug.device(), inside(plug, false)), loopbackAsItIs(plan, plug.netns())));
    }

    /** The pair that is left when a port that plug made leaves its bridge and not the machine. */
    static VethConfig left(final PortConfig port) {
        final PlugConfig plug = port.plug().orElseThrow();
        return new VethConfig(port.name(), plug.device(), Optional.of(plug.netns()), plug.mac());
    }

    /** Whether the pair of a port's plug is there, whole and where it belongs. */
    static boolean isWhole(final Plan plan, final PortConfig port) {
        final PlugConfig plug = port.plug().orElseThrow();
        return OwnDevices.plugged(plan.host().devices(), port.name()).filter(device -> device.name().equals(port.name())
            && plan.host().hasOtherEnd(plug.netns(), plug.device(), device)).isPresent();
    }

    /** Makes the pair that is there the one of the port's plug again. */
    static void adopt(final Plan plan, final PortConfig port) {
        final PlugConfig plug = port.plug().orElseThrow();
        plan.make(Steps.of("configure device " + plug.device() + " in namespace " + plug.netns(),
            host -> host.configure(plug.netns(), plug.device(), inside(plug, true)), host -> { }));
    }

    /** What is done to the inside end goes with it, but lo of a namespace that was there stays. */
    private static Steps.Operation loopbackAsItIs(final Plan plan, final String netns) {
        return plan.host().isDown(netns, LOOPBACK) ? host -> host.setLoopbackDown(netns) : host -> { };
    }

    private static void makeNamespace(final Plan plan, final PlugConfig plug) {
        final boolean isFirst = !hasPair(plan, plug.netns());
        if (!plan.host().hasNamespace(plug.netns())) {
            DeviceCommands.makeNamespace(plan, plug.netns());
            plan.change(config -> config.withNamespace(plug.netns()));
        } else if (isFirst) {
            plan.change(config -> config.withoutNamespace(plug.netns()));
        }
    }

    /** Makes the pair of a port anew, as its plug in the configuration says now. */
    static void remake(final Plan plan, final PortConfig port, final PlugConfig old) {
        final Optional<Device> pair = OwnDevices.plugged(plan.host().devices(), port.name());
        if (pair.isEmpty() && plan.host().device(port.name()).isEmpty()) {
            make(plan, port);
        } else {
            final PlugConfig plug = port.plug().orElseThrow();
            requireNamed(pair, port.name());
            makeNamespace(plan, plug);
            if (!plug.netns().equals(old.netns()) || !plug.device().equals(old.device())) {
                DeviceCommands.requireFree(plan, Optional.of(plug.netns()), plug.device());
            }
            plan.host().removeInside(old.netns(), old.device());
            plan.make(Steps.of("make veth pair " + port.name() + " and " + plug.device() + " in namespace " + plug.netns() + " anew, with " + words(plug),
                List.of(JournalEntry.device(Change.REPLACE, port.name())),
                host -> replace(host, port.name(), old, plug), host -> replace(host, port.name(), plug, old)));
        }
        abandon(plan, old.netns(), true);
    }

    private static String words(final PlugConfig plug) {
        final List<String> words = new ArrayList<>();
        plug.addresses().forEach(address -> words.add("addr=" + address));
        plug.mac().ifPresent(mac -> words.add("mac=" + mac));
        plug.mtu().ifPresent(mtu -> words.add("mtu=" + mtu));
        plug.gateways().forEach(gateway -> words.add("gw=" + gateway));
        return words.isEmpty() ? "no address" : String.join(" ", words);
    }

    private static void requireNamed(final Optional<Device> pair, final String port) {
        if (pair.filter(device -> device.name().equals(port)).isEmpty()) {
            throw new Refusal("port " + port + " cannot be plugged otherwise: device " + port + " is not the one that plug made");
        }
    }

    private static void replace(final Host host, final String port, final PlugConfig old, final PlugConfig plug) throws IOException {
        Steps.deleteOwn(host, port, OwnDevices.plugAlias(port));
        try {
            makeWhole(host, port, plug);
        } catch (final IOException e) {
            try {
                Steps.deleteOwn(host, port, OwnDevices.plugAlias(port));
                makeWhole(host, port, old);
            } catch (final IOException again) {
                throw new IOException(e.getMessage() + "; nor can the pair be made again that was there: " + again.getMessage(), e);
            }
            throw e;
        }
    }

    private static void makeWhole(final Host host, final String port, final PlugConfig plug) throws IOException {
        makePair(port, plug).make(host);
        host.configure(plug.netns(), plug.device(), inside(plug, false));
    }

    /** Whether a pair of a plug is in a namespace; if none is, the namespace may be another one by now. */
    private static boolean hasPair(final Plan plan, final String netns) {
        return plan.config().bridges().values().stream().flatMap(bridge -> bridge.ports().values().stream())
            .filter(port -> port.plug().filter(plug -> plug.netns().equals(netns)).isPresent())
            .anyMatch(port -> plan.host().willAddDevice(port.name()) || OwnDevices.plugged(plan.host().devices(), port.name()).isPresent());
    }

    static Step makePair(final String port, final PlugConfig plug) {
        final OptionalInt mtu = plug.mtu().map(OptionalInt::of).orElseGet(OptionalInt::empty);
        return Steps.addVeth(new Host.VethSpec(port, plug.device(), Optional.of(plug.netns()), DeviceCommands.mac(plug.mac()), mtu, OwnDevices.plugAlias(port)));
    }

    static Host.InsideSpec inside(final PlugConfig plug, final boolean isAgain) {
        return new Host.InsideSpec(plug.addresses(), plug.gateways(), isAgain);
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
        final Optional<Device> pair = OwnDevices.plugged(plan.host().devices(), port.name());
        if (pair.isPresent() || plan.host().device(port.name()).isEmpty()) {
            plan.host().removeDevice(pair.map(Device::name).orElse(port.name()));
        }
        if (pair.isEmpty()) {
            plan.note("forget the plug of port " + port.name() + ", whose pair is gone");
        }
        pair.ifPresent(device -> {
            plan.host().removeInside(netns, port.plug().get().device());
            plan.remove("remove veth pair " + port.name(), JournalEntry.device(Change.REMOVE, device.name()),
                host -> Steps.deleteOwn(host, device.name(), device.alias()));
        });
        abandon(plan, netns, pair.isPresent());
    }

    /** Takes a namespace away that plug made, when nothing is plugged into it any more and nothing else is in it. */
    private static void abandon(final Plan plan, final String netns, final boolean isInside) {
        if (disown(plan, netns) && isInside && plan.host().isOurs(netns) && !plan.host().hasOtherDevices(netns)) {
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
}
