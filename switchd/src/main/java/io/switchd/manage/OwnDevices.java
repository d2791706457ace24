package io.switchd.manage;

/**
 * The marks by which switchd knows again what it made: the alias of a device ({@code ip link show} prints it). They
 * outlive the daemon; what does not carry one is not switchd's and is never deleted by it unasked.
 */
final class OwnDevices {

    static final String VETH = "switchd:veth";
    static final String PLUG = "switchd:plug";

    private static final String LOCAL = "switchd:local:";
    private static final String SWITCH_END = "swd-";

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
     * The switch's end of the veth pair whose other end is the host's device of the bridge. A device's name has 15
     * bytes at most, so the bridge's is hashed.
     */
    static String localPeer(final String bridge) {
        final String hash = Integer.toHexString(bridge.hashCode());
        return SWITCH_END + "0".repeat(8 - hash.length()) + hash;
    }
}
