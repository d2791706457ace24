package io.switchd.protocol;

import java.util.BitSet;

/**
 * A list of VLANs as it is typed and shown: numbers and ranges with commas between them, {@code 1,5,10-20}. One form is
 * the canonical one: in order, each VLAN once, three or more in a row as a range.
 */
public final class VlanList {

    public static final int MAX = 4_095;

    private VlanList() {
    }

    /** The VLANs, or null when the text is no list of them. */
    public static BitSet parse(final String text) {
        final BitSet vlans = new BitSet(MAX + 1);
        int start = 0;
        while (start <= text.length()) {
            final int comma = text.indexOf(',', start);
            final int end = comma < 0 ? text.length() : comma;
            final int dash = text.indexOf('-', start);
            final boolean isRange = dash >= 0 && dash < end;
            final int first = vlan(text, start, isRange ? dash : end);
            final int last = isRange ? vlan(text, dash + 1, end) : first;
            if (first < 0 || last < first) {
                return null;
            }
            vlans.set(first, last + 1);
            start = end + 1;
        }
        return vlans;
    }

    /** The canonical form. */
    public static String format(final BitSet vlans) {
        final StringBuilder text = new StringBuilder();
        for (int first = vlans.nextSetBit(0); first >= 0;) {
            final int last = vlans.nextClearBit(first) - 1;
            if (last - first >= 2) {
                append(text, first).append('-').append(last);
            } else {
                append(text, first);
                if (last > first) {
                    append(text, last);
                }
            }
            first = vlans.nextSetBit(last + 1);
        }
        return text.toString();
    }

    private static StringBuilder append(final StringBuilder text, final int vlan) {
        if (text.length() > 0) {
            text.append(',');
        }
        return text.append(vlan);
    }

    private static int vlan(final String text, final int from, final int to) {
        int vlan = 0;
        for (int i = from; i < to; i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9' || i - from > 3) {
                return -1;
            }
            vlan = vlan * 10 + c - '0';
        }
        return from == to || vlan > MAX ? -1 : vlan;
    }
}
