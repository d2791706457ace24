package io.switchd.vlan;

/** How a port takes part in VLANs; the names are Open vSwitch's. */
public enum VlanMode {

    /** In one VLAN, without a tag. */
    ACCESS("access"),
    /** In many, with a tag; frames without one are of VLAN 0. */
    TRUNK("trunk"),
    /** A trunk on which frames without a tag are of the native VLAN, and leave it with a tag. */
    NATIVE_TAGGED("native-tagged"),
    /** A trunk on which frames of the native VLAN have no tag. */
    NATIVE_UNTAGGED("native-untagged"),
    /** In one VLAN, whose tag goes before whatever tags the frames have (IEEE 802.1ad). */
    DOT1Q_TUNNEL("dot1q-tunnel");

    private final String label;

    VlanMode(final String label) {
        this.label = label;
    }

    public static VlanMode of(final String label) {
        for (final VlanMode mode : values()) {
            if (mode.label.equals(label)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no VLAN mode " + label);
    }

    public String label() {
        return label;
    }
}
