package io.switchd.vlan;

/**
 * What becomes of the priority of a frame that leaves without a VLAN in its tag (Open vSwitch's {@code priority-tags}).
 */
public enum PriorityTags {

    /** Where the VLAN is taken out of the tag, the tag goes; a tag that never had one goes when its priority is 0. */
    NEVER("never"),
    /** Where the VLAN is taken out of the tag, the tag stays with VLAN 0 when its priority is not 0. */
    IF_NONZERO("if-nonzero"),
    /** As {@link #IF_NONZERO}, and a tag that came with neither VLAN nor priority stays as well. */
    ALWAYS("always");

    private final String label;

    PriorityTags(final String label) {
        this.label = label;
    }

    public static PriorityTags of(final String label) {
        for (final PriorityTags value : values()) {
            if (value.label.equals(label)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no priority-tags " + label);
    }

    public String label() {
        return label;
    }
}
