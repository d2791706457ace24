package io.switchd.manage;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The marks by which switchd knows again what it made: the alias of a device ({@code ip link show} prints it). They
 * outlive the daemon; what does not carry one is not switchd's and is never deleted by it unasked.
 */
final class OwnDevices {

    static final String VETH = "switchd:veth";
    static final String PLUG = "switchd:plug";

    private static final String LOCAL = "switchd:local:";
    private static final String SWITCH_END = "swd-";
    private static final int MAX_SWITCH_ENDS = 100_000;

    private OwnDevices() {
    }

    /** Whether plug made a device, and for its pair. */
    static boolean isPlug(final Device device) {
        return device.isVeth() && device.alias().equals(PLUG);
    }

    /** Whether a device is of a pair that add-veth or plug made. */
    static boolean isPair(final Device device) {
        return isPlug(device) || device.isVeth() && device.alias().equals(VETH);
    }

    static String localAlias(final String bridge) {
        return LOCAL + bridge;
    }

    static boolean isLocalOf(final Device device, final String bridge) {
        return device.alias().equals(localAlias(bridge));
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
            .collect(Collectors.toMap(device -> device.alias().substring(LOCAL.length()), Function.identity(), (a, b) -> a));
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
