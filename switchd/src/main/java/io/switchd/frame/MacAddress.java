package io.switchd.frame;

/**
 * MAC addresses as {@code long}: the 48 bits in the low end, the first byte on the wire highest. A primitive, because
 * an address is read twice for every frame.
 */
public final class MacAddress {

    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    /** All addresses fit this mask. */
    public static final long MASK = BROADCAST;

    private static final long GROUP_BIT = 1L << 40;
    private static final int ORGANISATION_SHIFT = 24;
    private static final int IEEE_8021 = 0x01_80C2;
    private static final int CISCO = 0x01_000C;
    private static final int EXTREME = 0x00_E02B;

    private MacAddress() {
    }

    /** True for multicast and broadcast: the I/G bit, IEEE 802-2014 clause 8.2. */
    public static boolean isGroup(final long mac) {
        return (mac & GROUP_BIT) != 0;
    }

    /**
     * True for addresses of protocols between neighbours, which a bridge keeps to the link: 01-80-C2-00-00-00 to -0F
     * (IEEE 802.1Q-2018 table 8-1) and the fifteen of vendors that Open vSwitch keeps too (eth_addr_is_reserved of
     * lib/packets.c).
     */
    public static boolean isReserved(final long mac) {
        final int low = (int) mac & 0xFF_FFFF;
        switch ((int) (mac >>> ORGANISATION_SHIFT)) {
            case IEEE_8021:
                return low <= 0x0F;
            case CISCO:
                return isReservedByCisco(low);
            case EXTREME:
                return low == 0x00_0000 || low == 0x00_0004 || low == 0x00_0006;
            default:
                return false;
        }
    }

    private static boolean isReservedByCisco(final int low) {
        return low == 0x00_0000 || low == 0xCC_CCCC || low == 0xCC_CCCD || low == 0xCD_CDCD || low >= 0xCC_CCC0 && low <= 0xCC_CCC7;
    }

    /** True for an address a station can have: neither a group nor all zeros. */
    public static boolean isStation(final long mac) {
        return mac != 0 && !isGroup(mac);
    }

    /**
     * Reads six pairs of hexadecimal digits with colons or hyphens between them.
     *
     * @throws IllegalArgumentException with one sentence when the text is none
     */
    public static long parse(final String text) {
        if (text.length() != 17) {
            throw invalid(text);
        }
        long mac = 0;
        for (int i = 0; i < 17; i++) {
            final char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != text.charAt(2) || c != ':' && c != '-') {
                    throw invalid(text);
                }
            } else {
                final int digit = c < 128 ? Character.digit(c, 16) : -1;
                if (digit < 0) {
                    throw invalid(text);
                }
                mac = mac << 4 | digit;
            }
        }
        return mac;
    }

    /** Lower case, with colons: {@code 02:00:00:00:00:01}. */
    public static String format(final long mac) {
        final char[] text = new char[17];
        for (int i = 0, shift = 44; i < 17; i++) {
            if (i % 3 == 2) {
                text[i] = ':';
            } else {
                text[i] = Character.forDigit((int) (mac >>> shift) & 0xF, 16);
                shift -= 4;
            }
        }
        return new String(text);
    }

    private static IllegalArgumentException invalid(final String text) {
        return new IllegalArgumentException(
            "\"" + text + "\" is no MAC address: six pairs of hexadecimal digits with ':' between them are, such as 02:00:00:00:00:01");
    }
}
