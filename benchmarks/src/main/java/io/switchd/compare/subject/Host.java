package io.switchd.compare.subject;

/** A host of the comparison: a namespace of the lab with an address on its device {@code eth0}. */
public record Host(int number, String netns, String address) {

    /** The device inside. */
    public static final String DEVICE = "eth0";

    /** @param number from 0 to 250 */
    public static Host of(final int number) {
        return new Host(number, "h" + number, "10.0.0." + (number + 1));
    }

    /** The switch's end of the host's cable, where it is a veth pair. */
    public String port() {
        return "p" + number;
    }
}
