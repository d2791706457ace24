package io.switchd.fdb;

import java.util.Arrays;

/**
 * Lists of the entries of a table, each in the order in which entries were appended, and the list of those that are
 * free. An entry is on one list at a time, so two numbers an entry link them all.
 *
 * <p>Confined to the thread of its table.
 */
final class EntryLists {

    static final int NONE = -1;

    private final int[] older;
    private final int[] newer;
    private int free;
    private int[] oldest = {};
    private int[] newest = {};
    private int[] lengths = {};

    /** @param entries 1 or more, all free at first */
    EntryLists(final int entries) {
        older = new int[entries];
        newer = new int[entries];
        for (int i = 0; i < entries; i++) {
            newer[i] = i + 1;
        }
        newer[entries - 1] = NONE;
    }

    /** Takes an entry that is free, or {@link #NONE}. */
    int takeFree() {
        final int entry = free;
        if (entry != NONE) {
            free = newer[entry];
        }
        return entry;
    }

    /** Takes back an entry that is on no list. */
    void free(final int entry) {
        newer[entry] = free;
        free = entry;
    }

    int count() {
        return lengths.length;
    }

    int length(final int list) {
        return list < lengths.length ? lengths[list] : 0;
    }

    /** The entry appended first, or {@link #NONE}. */
    int oldest(final int list) {
        return list < oldest.length ? oldest[list] : NONE;
    }

    /** The entry of the same list that was appended after this one, or {@link #NONE}. */
    int newer(final int entry) {
        return newer[entry];
    }

    void append(final int list, final int entry) {
        if (list >= lengths.length) {
            grow(list + 1);
        }
        older[entry] = newest[list];
        newer[entry] = NONE;
        if (newest[list] == NONE) {
            oldest[list] = entry;
        } else {
            newer[newest[list]] = entry;
        }
        newest[list] = entry;
        lengths[list]++;
    }

    void unlink(final int list, final int entry) {
        if (older[entry] == NONE) {
            oldest[list] = newer[entry];
        } else {
            newer[older[entry]] = newer[entry];
        }
        if (newer[entry] == NONE) {
            newest[list] = older[entry];
        } else {
            older[newer[entry]] = older[entry];
        }
        lengths[list]--;
    }

    private void grow(final int count) {
        final int before = lengths.length;
        oldest = Arrays.copyOf(oldest, count);
        newest = Arrays.copyOf(newest, count);
        lengths = Arrays.copyOf(lengths, count);
        Arrays.fill(oldest, before, count, NONE);
        Arrays.fill(newest, before, count, NONE);
    }
}
