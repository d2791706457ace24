package io.switchd.fdb;

import java.util.Arrays;

/**
 * Finds the entry of a station: a hash index by (VLAN, MAC).
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li><b>Keyed hash.</b> Addresses come from guests. The hash mixes in a number drawn at start, so that nobody can
 *       aim at one bucket.
 *   <li><b>Linear probing of 4-byte slots</b>, at most half of them taken, beside the dense keys: a probe is one cache
 *       line (MacTableBenchmark). A removal closes the gap, without tombstones that would pile up under a flood.
 * </ul>
 *
 * <p>Confined to the thread of its table.
 */
final class StationIndex {

    static final int NONE = -1;

    private final long hashKey;
    private final int[] slots;
    private final long[] keys;

    StationIndex(final int entries, final long hashKey) {
        this.hashKey = hashKey;
        keys = new long[entries];
        slots = new int[Integer.highestOneBit(Math.max(entries, 4) * 2 - 1) * 2];
        Arrays.fill(slots, NONE);
    }

    /** The entry of a key, or {@link #NONE}. */
    int find(final long key) {
        return slots[slot(key)];
    }

    long key(final int entry) {
        return keys[entry];
    }

    /** Adds a key that is not there. */
    void add(final long key, final int entry) {
        keys[entry] = key;
        slots[slot(key)] = entry;
    }

    /** Takes a key away that is there. */
    void remove(final long key) {
        final int mask = slots.length - 1;
        int hole = slot(key);
        for (int slot = hole + 1 & mask; slots[slot] != NONE; slot = slot + 1 & mask) {
            final int home = hash(keys[slots[slot]]);
            if ((slot - home & mask) >= (slot - hole & mask)) {
                slots[hole] = slots[slot];
                hole = slot;
            }
        }
        slots[hole] = NONE;
    }

    private int slot(final long key) {
        final int mask = slots.length - 1;
        int slot = hash(key);
        while (slots[slot] != NONE && keys[slots[slot]] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int hash(final long key) {
        long h = (key ^ hashKey) * 0x9E37_79B9_7F4A_7C15L;
        h = (h ^ h >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (h >>> 32) & slots.length - 1;
    }
}
