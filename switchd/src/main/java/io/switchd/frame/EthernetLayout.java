package io.switchd.frame;

/**
 * The header of an Ethernet frame (IEEE 802.3-2018 clause 3.1.1) and the tag of a VLAN (IEEE 802.1Q-2018 clause 9.3):
 *
 * <pre>
 *  0                 6                 12        14
 * +-----------------+-----------------+---------+----------
 * |   destination   |     source      |EtherType| payload
 * +-----------------+-----------------+---------+----------
 *
 * +-----------------+-----------------+---------+---------+---------+----------
 * |   destination   |     source      |  TPID   |   TCI   |EtherType| payload      with a tag
 * +-----------------+-----------------+---------+---------+---------+----------
 *                                               | PCP:3 DEI:1 VID:12 |
 * </pre>
 */
public final class EthernetLayout {

    public static final int MAC_LENGTH = 6;
    public static final int DESTINATION = 0;
    public static final int SOURCE = DESTINATION + MAC_LENGTH;
    public static final int ADDRESSES_LENGTH = SOURCE + MAC_LENGTH;
    public static final int ETHER_TYPE = ADDRESSES_LENGTH;
    public static final int HEADER_LENGTH = ETHER_TYPE + Short.BYTES;

    public static final int TAG_LENGTH = Short.BYTES + Short.BYTES;

    /** TPID of a customer tag. */
    public static final int TPID_8021Q = 0x8100;
    /** TPID of a service tag. */
    public static final int TPID_8021AD = 0x88A8;

    /** EtherType of MAC control, PAUSE among them: IEEE 802.3-2018 clause 31. */
    public static final int TYPE_MAC_CONTROL = 0x8808;

    public static final int VID_MASK = 0x0FFF;
    /** Reserved by IEEE 802.1Q-2018 table 9-2: never in a frame. */
    public static final int VID_RESERVED = 0x0FFF;

    private EthernetLayout() {
    }
}
