package io.switchd.fdb;

import io.switchd.frame.MacAddress;

/**
 * A station of a VLAN as one number: bits 0 to 47 are the MAC address, 48 to 59 the VLAN, 0 for untagged. Static functions,
 * safe from any thread.
 */
final class StationKey {

    private static final int VLAN_SHIFT = 48;

    private StationKey() {
    }

    static long of(final int vlan, final long mac) {
        return (long) vlan << VLAN_SHIFT | mac;
    }

    static int vlan(final long key) {
        return (int) (key >>> VLAN_SHIFT);
    }

    static long mac(final long key) {
        return key & MacAddress.MASK;
    }
}
