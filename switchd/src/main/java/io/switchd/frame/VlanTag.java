package io.switchd.frame;

/**
 * VLAN tags as {@code int}: the four bytes of IEEE 802.1Q-2018 clause 9.3 as they stand on the wire, 0 for no tag. A
 * primitive for the same reason as {@link MacAddress}.
 *
 * <pre>
 *  31            16 15  13  12  11       0
 * +----------------+------+-----+---------+
 * |      TPID      | PCP  | DEI |   VID   |
 * +----------------+------+-----+---------+
 * </pre>
 *
 * Up to two tags that stand one behind the other are a {@code long}: the first on the wire in the high half, the second
 * in the low half.
 */
public final class VlanTag {

    public static final int NONE = 0;

    private static final int TPID_SHIFT = 16;
    private static final int TCI_MASK = 0xFFFF;
    private static final int PRIORITY_MASK = 0xF000;

    private VlanTag() {
    }

    public static int of(final int tpid, final int tci) {
        return tpid << TPID_SHIFT | tci & TCI_MASK;
    }

    public static int tpid(final int tag) {
        return tag >>> TPID_SHIFT;
    }

    public static int tci(final int tag) {
        return tag & TCI_MASK;
    }

    /** 0 to 4095; 0 when there is no tag, or one that has only a priority. */
    public static int vid(final int tag) {
        return tag & EthernetLayout.VID_MASK;
    }

    /** PCP and DEI, where they stand in the TCI. */
    public static int priority(final int tag) {
        return tag & PRIORITY_MASK;
    }

    /** The same TPID and priority with another VLAN. */
    public static int withVid(final int tag, final int vid) {
        return tag & ~EthernetLayout.VID_MASK | vid;
    }

    /** Whether an EtherType says that a tag stands there; the two that Linux knows (eth_type_vlan of if_vlan.h). */
    public static boolean isTpid(final int etherType) {
        return etherType == EthernetLayout.TPID_8021Q || etherType == EthernetLayout.TPID_8021AD;
    }

    /** One tag before another; either may be {@link #NONE}. */
    public static long stack(final int first, final int second) {
        return first == NONE ? (long) second << Integer.SIZE : (long) first << Integer.SIZE | second & 0xFFFF_FFFFL;
    }

    public static int first(final long tags) {
        return (int) (tags >>> Integer.SIZE);
    }

    public static int second(final long tags) {
        return (int) tags;
    }

    /** Bytes that the tags take in a frame. */
    public static int length(final long tags) {
        return tags == 0 ? 0 : second(tags) == NONE ? EthernetLayout.TAG_LENGTH : 2 * EthernetLayout.TAG_LENGTH;
    }
}
