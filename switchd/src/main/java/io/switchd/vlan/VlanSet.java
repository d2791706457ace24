package io.switchd.vlan;

import io.switchd.frame.EthernetLayout;
import java.util.Arrays;
import java.util.BitSet;

/** A set of VLANs, 0 to 4094: a bit each. VLAN 4095 is in none, for no frame may have it. Immutable. */
public final class VlanSet {

    private static final int VLANS = EthernetLayout.VID_MASK + 1;

    public static final VlanSet ALL = all();

    private final long[] words = new long[VLANS / Long.SIZE];

    private VlanSet(final BitSet vlans) {
        final BitSet valid = vlans.get(0, EthernetLayout.VID_RESERVED);
        final long[] given = valid.toLongArray();
        System.arraycopy(given, 0, words, 0, given.length);
    }

    public static VlanSet of(final BitSet vlans) {
        return new VlanSet(vlans);
    }

    private static VlanSet all() {
        final BitSet all = new BitSet();
        all.set(0, VLANS);
        return new VlanSet(all);
    }

    public boolean contains(final int vlan) {
        return (words[vlan >>> 6] >>> vlan & 1) != 0;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof VlanSet && Arrays.equals(((VlanSet) other).words, words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    VlanSet with(final int vlan) {
        final BitSet vlans = BitSet.valueOf(words);
        vlans.set(vlan);
        return new VlanSet(vlans);
    }

    VlanSet without(final int vlan) {
        final BitSet vlans = BitSet.valueOf(words);
        vlans.clear(vlan);
        return new VlanSet(vlans);
    }
}
