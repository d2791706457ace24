package io.switchd.manage;

/**
 * A network device of the daemon's namespace, as the kernel described it at one moment.
 *
 * @param index      of the interface; another device has another one, even under the same name
 * @param kind       veth, bridge, tun and so on; empty for hardware and lo
 * @param ethernet   whether its frames are Ethernet frames
 * @param up         whether it was set up
 * @param carrier    whether it has a link: of a veth, whether both ends are up
 * @param mtu        in bytes
 * @param alias      the description it was given (ifalias), empty when none
 * @param unfinished whether switchd had begun to make it and did not come to give it its alias
 * @param master     index of the kernel's bridge or bond that it belongs to, 0 when none
 * @param link       of one end of a veth pair: index of the other end, in the namespace that that is in; 0 when there is none
 * @param movable    whether the kernel lets it leave its namespace
 */
public record Device(int index, String name, String kind, boolean ethernet, boolean up, boolean carrier, int mtu, String alias,
                     boolean unfinished, int master, int link, boolean movable) {

    public boolean isVeth() {
        return "veth".equals(kind);
    }

    /** Whether another device is the other end of this one. */
    public boolean isPairWith(final Device other) {
        return isVeth() && other.isVeth() && link == other.index() && other.link == index;
    }
}
