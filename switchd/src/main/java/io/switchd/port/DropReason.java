package io.switchd.port;

/**
 * Every way in which the switch loses a frame. Each has a counter at the port it is charged to: the port the frame came
 * in by, or the one it should have left by. Frames in = frames out + frames dropped holds because there is no other
 * way.
 */
public enum DropReason {

    RX_OVERRUN("rx-overrun", true, "the kernel had no room left for the frame, in the port's receive ring or, for a train, in its buffer: "
        + "frames came faster than the loop took them"),
    RX_UNREADABLE("rx-unreadable", true, "the kernel could not describe the frame's offloads (no TCP or UDP train), "
        + "or was stuck on such a frame until the port was opened anew"),
    RX_BAD_LENGTH("rx-bad-length", true, "the frame was shorter than an Ethernet header, or longer than 64 KiB"),
    BAD_OFFLOAD_HEADER("bad-offload-header", true, "the checksum or segment fields of the frame's offload header point out of the frame or into its Ethernet header"),
    BAD_TAG("bad-tag", true, "the frame ends inside its VLAN tag"),
    RESERVED_VLAN("reserved-vlan", true, "the frame's tag has VLAN 4095, which IEEE 802.1Q reserves"),
    TAGGED_ON_ACCESS("tagged-on-access", true, "the frame has a tag with a VLAN, and the port is an access port"),
    VLAN_NOT_ALLOWED("vlan-not-allowed", true, "the frame's VLAN is not among the port's trunks"),
    CVLAN_NOT_ALLOWED("cvlan-not-allowed", true, "the frame's VLAN is not among the cvlans of the dot1q-tunnel port"),
    LINK_LOCAL("link-local", true, "the destination is kept to the link: 01-80-C2-00-00-0X or a vendor's such address "
        + "unless the bridge has forward-bpdu=true, MAC control (pause) always"),
    LOCKED("locked", true, "the port is locked, and the source is not known to be behind it"),
    STICKY_STATION("sticky-station", true, "the source is a sticky station of another port"),
    MAC_LIMIT("mac-limit", true, "the source is new to the port, which has as many stations as its mac-limit allows"),
    STORM_BROADCAST("storm-bcast", true, "more broadcasts came in by the port than its storm-bcast allows"),
    STORM_MULTICAST("storm-mcast", true, "more multicasts came in by the port than its storm-mcast allows"),
    STORM_UNKNOWN("storm-unknown", true, "more frames to unknown stations came in by the port than its storm-unknown allows"),
    NO_OTHER_PORT("no-other-port", true, "the frame was to be flooded, and no other port of the bridge takes it"),
    SAME_PORT("same-port", true, "the destination is known to be behind the port the frame came in by, which has no hairpin=true"),
    ISOLATED("isolated", true, "the port the frame came in by and the one its destination is behind are both isolated"),
    NOT_IN_VLAN("not-in-vlan", true, "the port the destination is behind does not carry the frame's VLAN, or not the tag inside it"),
    INTERNAL_ERROR("internal-error", true, "the switch failed on the frame: a defect, told in the log"),

    TX_TOO_LONG("tx-too-long", false, "the frame, or a segment of it, is longer than the MTU of the port it should leave by"),
    TX_NO_CARRIER("tx-no-carrier", false, "the far end of the port's link is down"),
    TX_LINK_DOWN("tx-link-down", false, "the port's device is down or gone"),
    TX_QUEUE_FULL("tx-queue-full", false, "the port's send buffer was full: the receiver is slower than the sender"),
    TX_NO_BUFFER("tx-no-buffer", false, "the kernel refused the frame (ENOBUFS, ENOMEM): a full queue behind the port, or longer than the far end's MTU"),
    TX_REFUSED("tx-refused", false, "the kernel refused the frame for another reason (EINVAL, EPERM and the like)");

    private static final DropReason[] VALUES = values();

    private final String label;
    private final boolean ingress;
    private final String meaning;

    DropReason(final String label, final boolean ingress, final String meaning) {
        this.label = label;
        this.ingress = ingress;
        this.meaning = meaning;
    }

    public static int count() {
        return VALUES.length;
    }

    public static DropReason of(final int ordinal) {
        return VALUES[ordinal];
    }

    /** The name in {@code switchctl stats}. */
    public String label() {
        return label;
    }

    /** True when charged to the port the frame came in by, false when to the one it should have left by. */
    public boolean isIngress() {
        return ingress;
    }

    public String meaning() {
        return meaning;
    }
}
