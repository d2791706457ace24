package io.switchd.manage;

import io.switchd.config.SwitchConfig;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The marks by which switchd knows again what it made: the alias of a device ({@code ip link show} prints it), which
 * says for what it was made and under which name. They outlive the daemon, and the name, for somebody may rename a
 * device or give another one its name; what does not carry a mark is not switchd's and is never deleted by it. A
 * namespace has its mark inside, as the alias of lo.
 */
final class OwnDevices {

    private static final String VETH = "switchd:veth:";
    private static final String PLUG = "switchd:plug:";
    private static final String LOCAL = "switchd:local:";
    /** Of lo inside a namespace. */
    static final String NAMESPACE_ALIAS = "switchd:netns";
    private static final String LOOPBACK = "lo";
    private static final String SWITCH_END = "swd-";
    private static final int MAX_SWITCH_ENDS = 100_000;

    private OwnDevices() {
    }

    /** Of the outer end of a plug. */
    static String plugAlias(final String port) {
        return PLUG + port;
    }

    /** Of the ends of a pair that add-veth makes. */
    static String vethAlias(final String device) {
        return VETH + device;
    }

    static String localAlias(final String bridge) {
        return LOCAL + bridge;
    }

    /** The outer end of the pair that plug made for a port, whatever its name is now. */
    static Optional<Device> plugged(final Collection<Device> devices, final String port) {
        return devices.stream().filter(device -> device.isVeth() && device.alias().equals(plugAlias(port))).findFirst();
    }

    /** An end, if it is here, of the pair that add-veth or plug made under a name, whatever that is called now. */
    static Optional<Device> pair(final Collection<Device> devices, final String name) {
        return devices.stream().filter(device -> isPair(device) && nameOf(device).equals(name)).findFirst();
    }

    /** Whether a device is of a pair that add-veth or plug made. */
    static boolean isPair(final Device device) {
        return device.isVeth() && (device.alias().startsWith(PLUG) || device.alias().startsWith(VETH));
    }

    /** Under which name the pair of a device was made. */
    static String nameOf(final Device device) {
        return device.alias().replaceFirst("^switchd:[a-z]+:", "");
    }

    /** Whether switchd made a namespace, by the devices in it. */
    static boolean isNamespace(final Collection<Device> inside) {
        return inside.stream().anyMatch(device -> device.name().equals(LOOPBACK) && device.alias().equals(NAMESPACE_ALIAS));
    }

    /** Whether a device is of the pair of some bridge's local port. */
    static boolean isLocal(final Device device) {
        return device.isVeth() && device.alias().startsWith(LOCAL);
    }

    static boolean isLocalOf(final Device device, final String bridge) {
        return device.alias().equals(localAlias(bridge));
    }

    /** Whether switchd made a device, or had begun to. */
    static boolean isOurs(final Device device) {
        return device.unfinished() || isPair(device) || isLocal(device);
    }

    /** Whether a configuration has use for a device that is ours. */
    static boolean isWanted(final Device device, final SwitchConfig config) {
        final String name = nameOf(device);
        if (device.alias().startsWith(LOCAL)) {
            return config.bridges().containsKey(name) && config.bridges().get(name).local();
        }
        final boolean isPlug = device.alias().startsWith(PLUG) && config.findPort(name).filter(member -> member.port().plug().isPresent()).isPresent();
        return isPlug || isPair(device) && config.veths().containsKey(name);
    }

    /** Whether a device is the switch's end of some bridge's local port. */
    static boolean isSwitchEnd(final Device device) {
        return device.alias().startsWith(LOCAL) && device.name().startsWith(SWITCH_END);
    }

    /**
     * The switch's end of the veth pair whose other end is the host's device of the bridge. The host may rename or move
     * its end, the switch's stays.
     */
    static Optional<Device> switchEnd(final Collection<Device> devices, final String bridge) {
        return Optional.ofNullable(switchEnds(devices).get(bridge));
    }

    /** The switch's ends, by bridge. */
    static Map<String, Device> switchEnds(final Collection<Device> devices) {
        return devices.stream().filter(OwnDevices::isSwitchEnd)
            .collect(Collectors.toMap(OwnDevices::nameOf, Function.identity(), (a, b) -> a));
    }

    /**
     * A name for a switch's end. A device's name has 15 bytes at most, so the bridge's is hashed; names may have the
     * same hash, therefore the end is known by its alias and the name is only one that nobody has.
     */
    static String freeSwitchEnd(final String bridge, final Predicate<String> isFree) {
        return IntStream.range(0, MAX_SWITCH_ENDS)
            .mapToObj(i -> SWITCH_END + String.format(Locale.ROOT, "%08x", bridge.hashCode() + i))
            .filter(isFree).findFirst()
            .orElseThrow(() -> new Refusal("no name is free for the switch's end of bridge " + bridge));
    }
}
