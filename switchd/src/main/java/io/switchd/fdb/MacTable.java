package io.switchd.fdb;

import io.switchd.frame.MacAddress;
import java.util.Arrays;

/**
 * The forwarding database of one bridge: behind which port each station of each VLAN was last heard.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li><b>Bounded, with a fair eviction.</b> A full table makes room by forgetting the station heard least recently of
 *       the port that has most. So who floods the table with addresses evicts its own and cannot force out those of
 *       others.
 *   <li><b>Keyed hash.</b> Addresses come from guests. The hash mixes in a number drawn at start, so that nobody can
 *       aim at one bucket.
 *   <li><b>A list per port,</b> in the order of last heard. It gives ageing and eviction their next victim, and a port
 *       that leaves its stations, without a walk over the table.
 *   <li><b>Whole seconds.</b> An entry moves to the end of its list at most once a second, which makes refreshing it a
 *       single comparison.
 *   <li><b>Dense entries, sparse index.</b> Entries stay where they are for life, so that lists may link them; only the
 *       index of 4-byte slots is probed (linearly, at most half full) and closed up on removal, without tombstones that
 *       would pile up under a flood.
 * </ul>
 *
 * <p>Ports are small numbers, VLANs 0 to 4094 with 0 for untagged. Time is passed in, in seconds of any steady clock.
 * Confined to the thread of its bridge's loop.
 */
public final class MacTable {

    /** What {@link #lookup} answers when the station is unknown. */
    public static final int UNKNOWN = -1;

    public static final int DEFAULT_LIMIT = 8_192;
    public static final int DEFAULT_AGEING_SECONDS = 300;

    private static final int NONE = -1;
    private static final int VLAN_SHIFT = 48;

    private final long hashKey;
    private int limit;
    private int ageingSeconds;
    private int[] index;
    private long[] keys;
    private int[] ports;
    private int[] heard;
    private int[] older;
    private int[] newer;
    private int free;
    private int size;
    private int[] oldest = {};
    private int[] newest = {};
    private int[] counts = {};
    private long learned;
    private long expired;
    private long evicted;
    private long moved;

    /**
     * @param limit         of entries, 1 or more
     * @param ageingSeconds after which a station that is silent is forgotten, 1 or more
     * @param hashKey       unpredictable to who sends frames
     */
    public MacTable(final int limit, final int ageingSeconds, final long hashKey) {
        this.hashKey = hashKey;
        this.ageingSeconds = ageingSeconds;
        allocate(limit);
    }

    /** The port behind which a station is, or {@link #UNKNOWN}. */
    public int lookup(final int vlan, final long mac, final int nowSeconds) {
        final int entry = index[find(key(vlan, mac))];
        return entry == NONE || nowSeconds - heard[entry] >= ageingSeconds ? UNKNOWN : ports[entry];
    }

    /** Notes that a station was heard at a port. Addresses that no station has are not learned. */
    public void learn(final int vlan, final long mac, final int port, final int nowSeconds) {
        if (!MacAddress.isStation(mac)) {
            return;
        }
        final long key = key(vlan, mac);
        final int slot = find(key);
        final int entry = index[slot];
        if (entry == NONE) {
            insert(key, slot, port, nowSeconds);
        } else if (ports[entry] != port) {
            moved++;
            unlink(entry);
            link(entry, port, nowSeconds);
        } else if (heard[entry] != nowSeconds) {
            unlink(entry);
            link(entry, port, nowSeconds);
        }
    }

    /**
     * Forgets stations that have been silent for the ageing time.
     *
     * @param budget how many at most, so that one call stays short
     * @return how many were forgotten
     */
    public int expire(final int nowSeconds, final int budget) {
        int forgotten = 0;
        for (int port = 0; port < counts.length; port++) {
            while (forgotten < budget && counts[port] > 0 && nowSeconds - heard[oldest[port]] >= ageingSeconds) {
                remove(oldest[port]);
                forgotten++;
            }
        }
        expired += forgotten;
        return forgotten;
    }

    /** Forgets the stations behind a port. */
    public void flushPort(final int port) {
        while (port < counts.length && counts[port] > 0) {
            remove(oldest[port]);
        }
    }

    /** Forgets the stations of a VLAN, behind one port, or behind any when {@code port} is {@link #UNKNOWN}. */
    public void flushVlan(final int vlan, final int port) {
        for (int entry = 0; entry < keys.length; entry++) {
            if (isUsed(entry) && vlanOf(entry) == vlan && (port == UNKNOWN || ports[entry] == port)) {
                remove(entry);
            }
        }
    }

    public void flush() {
        for (int port = 0; port < counts.length; port++) {
            flushPort(port);
        }
    }

    public void ageing(final int seconds) {
        ageingSeconds = seconds;
    }

    /** Changes the limit and starts with an empty table when it is another one. */
    public void limit(final int entries) {
        if (entries != limit) {
            allocate(entries);
        }
    }

    public int size() {
        return size;
    }

    public FdbStatistics statistics() {
        return new FdbStatistics(size, limit, learned, expired, evicted, moved);
    }

    /**
     * Copies a stretch of the table, so that a large one can be read a page at a time between frames. Entries past
     * their time are left out.
     *
     * @param from 0 at first, then what the call before returned
     * @return where to go on, or -1 when all has been read
     */
    public int read(final int from, final int nowSeconds, final FdbPage page) {
        page.clear();
        int entry = from;
        while (entry < keys.length && !page.isFull()) {
            final int age = nowSeconds - heard[entry];
            if (isUsed(entry) && age < ageingSeconds) {
                page.add(vlanOf(entry), keys[entry] & MacAddress.MASK, ports[entry], age);
            }
            entry++;
        }
        return entry < keys.length ? entry : -1;
    }

    private void allocate(final int limit) {
        this.limit = limit;
        index = new int[Integer.highestOneBit(Math.max(limit, 4) * 2 - 1) * 2];
        Arrays.fill(index, NONE);
        keys = new long[limit];
        ports = new int[limit];
        Arrays.fill(ports, NONE);
        heard = new int[limit];
        older = new int[limit];
        newer = new int[limit];
        for (int i = 0; i < limit; i++) {
            newer[i] = i + 1;
        }
        newer[limit - 1] = NONE;
        free = 0;
        size = 0;
        Arrays.fill(oldest, NONE);
        Arrays.fill(newest, NONE);
        Arrays.fill(counts, 0);
    }

    private void insert(final long key, final int slot, final int port, final int nowSeconds) {
        int at = slot;
        if (size == limit) {
            remove(oldest[busiestPort()]);
            evicted++;
            at = find(key);
        }
        final int entry = free;
        free = newer[entry];
        keys[entry] = key;
        index[at] = entry;
        size++;
        learned++;
        link(entry, port, nowSeconds);
    }

    private void remove(final int entry) {
        unlink(entry);
        closeUp(find(keys[entry]));
        ports[entry] = NONE;
        newer[entry] = free;
        free = entry;
        size--;
    }

    private void closeUp(final int removed) {
        final int mask = index.length - 1;
        int hole = removed;
        for (int slot = hole + 1 & mask; index[slot] != NONE; slot = slot + 1 & mask) {
            final int home = hash(keys[index[slot]]);
            if ((slot - home & mask) >= (slot - hole & mask)) {
                index[hole] = index[slot];
                hole = slot;
            }
        }
        index[hole] = NONE;
    }

    private void link(final int entry, final int port, final int nowSeconds) {
        if (port >= counts.length) {
            growPorts(port + 1);
        }
        ports[entry] = port;
        heard[entry] = nowSeconds;
        older[entry] = newest[port];
        newer[entry] = NONE;
        if (newest[port] == NONE) {
            oldest[port] = entry;
        } else {
            newer[newest[port]] = entry;
        }
        newest[port] = entry;
        counts[port]++;
    }

    private void unlink(final int entry) {
        final int port = ports[entry];
        if (older[entry] == NONE) {
            oldest[port] = newer[entry];
        } else {
            newer[older[entry]] = newer[entry];
        }
        if (newer[entry] == NONE) {
            newest[port] = older[entry];
        } else {
            older[newer[entry]] = older[entry];
        }
        counts[port]--;
    }

    private void growPorts(final int length) {
        final int before = counts.length;
        oldest = Arrays.copyOf(oldest, length);
        newest = Arrays.copyOf(newest, length);
        counts = Arrays.copyOf(counts, length);
        Arrays.fill(oldest, before, length, NONE);
        Arrays.fill(newest, before, length, NONE);
    }

    private int busiestPort() {
        int busiest = 0;
        for (int port = 1; port < counts.length; port++) {
            if (counts[port] > counts[busiest]) {
                busiest = port;
            }
        }
        return busiest;
    }

    private boolean isUsed(final int entry) {
        return ports[entry] != NONE;
    }

    private int vlanOf(final int entry) {
        return (int) (keys[entry] >>> VLAN_SHIFT);
    }

    private int find(final long key) {
        final int mask = index.length - 1;
        int slot = hash(key);
        while (index[slot] != NONE && keys[index[slot]] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int hash(final long key) {
        long h = (key ^ hashKey) * 0x9E37_79B9_7F4A_7C15L;
        h = (h ^ h >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (h >>> 32) & index.length - 1;
    }

    private static long key(final int vlan, final long mac) {
        return (long) vlan << VLAN_SHIFT | mac;
    }
}
