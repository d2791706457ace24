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
 *   <li><b>A list per port,</b> in the order of last heard. It gives ageing and eviction their next victim, and a port
 *       that leaves its stations, without a walk over the table.
 *   <li><b>Static stations,</b> fixed at a port by whoever manages the switch, are on a second list of their port: they
 *       neither age nor move nor make room. A sticky one may not even be heard elsewhere.
 *   <li><b>Flushed a stretch at a time.</b> To forget a million stations takes 0.3 s, in which no frame would pass.
 *   <li><b>Whole seconds.</b> An entry moves to the end of its list at most once a second, which makes refreshing it a
 *       single comparison.
 *   <li><b>Dense entries.</b> An entry stays where it is for life, so that lists and the {@link StationIndex} may name
 *       it by its number.
 * </ul>
 *
 * <p>Ports are small numbers, VLANs 0 to 4095 with 0 for untagged. Time is passed in, in seconds of any steady clock.
 * Confined to the thread of its bridge's loop.
 */
public final class MacTable {

    /** What {@link #lookup} answers when the station is unknown. */
    public static final int UNKNOWN = -1;

    /** For {@link #learn}: the port may have any number of stations. */
    public static final int NO_LIMIT = 0;

    private static final int NONE = -1;

    private static final byte LEARNED = 0;
    private static final byte STATIC = 1;
    private static final byte STICKY = 2;

    private final int limit;
    private final StationIndex index;
    private final EntryLists lists;
    private final int[] ports;
    private final byte[] kinds;
    private final int[] heard;
    private int ageingSeconds;
    private int size;
    private int fixed;
    private FdbCounters counters;
    private FdbListener listener = FdbListener.NONE;

    /**
     * @param limit         of entries, 1 or more
     * @param ageingSeconds after which a station that is silent is forgotten, 1 or more
     * @param hashKey       unpredictable to who sends frames
     */
    public MacTable(final int limit, final int ageingSeconds, final long hashKey) {
        this.limit = limit;
        this.ageingSeconds = ageingSeconds;
        index = new StationIndex(limit, hashKey);
        lists = new EntryLists(limit);
        ports = new int[limit];
        Arrays.fill(ports, NONE);
        kinds = new byte[limit];
        heard = new int[limit];
        countIn(new FdbCounters());
    }

    /** Says who is told of stations that are learned. */
    public void listener(final FdbListener told) {
        listener = told;
    }

    /** Says where to go on counting, as in the table before. */
    public void countIn(final FdbCounters counted) {
        counters = counted;
        counters.limit(limit);
        counters.entries(size, fixed);
    }

    /** The port behind which a station is, or {@link #UNKNOWN}. */
    public int lookup(final int vlan, final long mac, final int nowSeconds) {
        final int entry = find(vlan, mac);
        return entry == NONE || isPast(entry, nowSeconds) ? UNKNOWN : ports[entry];
    }

    /**
     * Notes that a station was heard at a port. Addresses that no station has are not learned.
     *
     * @param portLimit how many stations may be learned at the port, or {@link #NO_LIMIT}
     */
    public Heard learn(final int vlan, final long mac, final int port, final int nowSeconds, final int portLimit) {
        if (!MacAddress.isStation(mac)) {
            return Heard.HERE;
        }
        final long key = StationKey.of(vlan, mac);
        final int entry = index.find(key);
        if (entry == NONE) {
            return learnNew(key, port, nowSeconds, portLimit);
        }
        if (ports[entry] != port) {
            return move(entry, port, nowSeconds, portLimit);
        }
        if (heard[entry] != nowSeconds && kinds[entry] == LEARNED) {
            unlink(entry);
            link(entry, port, nowSeconds);
        }
        return Heard.HERE;
    }

    /**
     * Fixes a station at a port, wherever it was heard. Room is made as for a new one.
     *
     * @throws IllegalStateException when all entries are static
     */
    public void fix(final int vlan, final long mac, final int port, final boolean sticky, final int nowSeconds) {
        forget(vlan, mac);
        if (!makeRoom()) {
            throw new IllegalStateException("all " + limit + " entries of the table are static");
        }
        insert(StationKey.of(vlan, mac), port, nowSeconds, sticky ? STICKY : STATIC);
    }

    /** Fixes all that is fixed in another table, in which no more is than there is room for here. */
    public void fixAllOf(final MacTable other, final int nowSeconds) {
        for (int list = 1; list < other.lists.count(); list += 2) {
            for (int entry = other.lists.oldest(list); entry != NONE; entry = other.lists.newer(entry)) {
                fix(other.vlan(entry), other.mac(entry), other.ports[entry], other.kinds[entry] == STICKY, nowSeconds);
            }
        }
    }

    /** Forgets a static station of a port; nothing happens when it is fixed at another port by now. */
    public void unfix(final int vlan, final long mac, final int port) {
        final int entry = find(vlan, mac);
        if (entry != NONE && kinds[entry] != LEARNED && ports[entry] == port) {
            remove(entry);
        }
    }

    /** Whether a station is sticky at another port. */
    public boolean isStickyElsewhere(final int vlan, final long mac, final int port) {
        final int entry = find(vlan, mac);
        return entry != NONE && kinds[entry] == STICKY && ports[entry] != port;
    }

    /** Forgets a station, static or not; returns whether there was one. */
    public boolean forget(final int vlan, final long mac) {
        final int entry = find(vlan, mac);
        if (entry == NONE) {
            return false;
        }
        remove(entry);
        return true;
    }

    /** Forgets a station that was learned; returns whether there was one. */
    public boolean forgetLearned(final int vlan, final long mac) {
        final int entry = find(vlan, mac);
        if (entry == NONE || kinds[entry] != LEARNED) {
            return false;
        }
        remove(entry, FdbListener.Reason.FLUSHED);
        return true;
    }

    /**
     * Forgets stations that have been silent for the ageing time.
     *
     * @param budget how many at most, so that one call stays short
     * @return how many were forgotten
     */
    public int expire(final int nowSeconds, final int budget) {
        int forgotten = 0;
        for (int list = 0; list < lists.count(); list += 2) {
            while (forgotten < budget && lists.length(list) > 0 && isPast(lists.oldest(list), nowSeconds)) {
                remove(lists.oldest(list), FdbListener.Reason.AGED);
                forgotten++;
            }
        }
        counters.expired(forgotten);
        return forgotten;
    }

    /** How many stations were learned behind a port. */
    public int learnedAt(final int port) {
        return lists.length(list(port, LEARNED));
    }

    /** Forgets the stations that were learned behind a port. */
    public void flushPort(final int port) {
        flushPort(port, limit);
    }

    /** Forgets so many of the stations that were learned behind a port, first those that were heard least recently. */
    public void flushPort(final int port, final int count) {
        empty(list(port, LEARNED), count);
    }

    /** Forgets all stations of a port, static ones too. */
    public void removePort(final int port) {
        flushPort(port);
        empty(list(port, STATIC), limit);
    }

    /**
     * Forgets what was learned in a VLAN, behind one port, or behind any when {@code port} is {@link #UNKNOWN}, in a
     * stretch of the table.
     *
     * @param from 0 at first, then what the call before returned
     * @return where to go on, or -1 at the end of the table
     */
    public int flushVlan(final int vlan, final int port, final int from, final int count) {
        final int end = Math.min(limit - from, count) + from;
        for (int entry = from; entry < end; entry++) {
            if (isUsed(entry) && kinds[entry] == LEARNED && vlan(entry) == vlan && (port == UNKNOWN || ports[entry] == port)) {
                remove(entry, FdbListener.Reason.FLUSHED);
            }
        }
        return end < limit ? end : -1;
    }

    public void ageing(final int seconds) {
        ageingSeconds = seconds;
    }

    public int limit() {
        return limit;
    }

    public int size() {
        return size;
    }

    public FdbCounters counters() {
        return counters;
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
        while (entry < limit && !page.isFull()) {
            if (isUsed(entry) && !isPast(entry, nowSeconds)) {
                page.add(vlan(entry), mac(entry), ports[entry], ageOf(entry, nowSeconds));
            }
            entry++;
        }
        return entry < limit ? entry : -1;
    }

    private int ageOf(final int entry, final int nowSeconds) {
        switch (kinds[entry]) {
            case STATIC:
                return FdbPage.STATIC;
            case STICKY:
                return FdbPage.STICKY;
            default:
                return nowSeconds - heard[entry];
        }
    }

    private Heard learnNew(final long key, final int port, final int nowSeconds, final int portLimit) {
        if (isOverLimit(port, portLimit)) {
            return Heard.OVER_LIMIT;
        }
        if (makeRoom()) {
            insert(key, port, nowSeconds, LEARNED);
            counters.learned();
            listener.onLearn(StationKey.vlan(key), StationKey.mac(key), port);
        }
        return Heard.HERE;
    }

    private Heard move(final int entry, final int port, final int nowSeconds, final int portLimit) {
        if (kinds[entry] != LEARNED) {
            return kinds[entry] == STICKY ? Heard.STICKY_ELSEWHERE : Heard.FIXED_ELSEWHERE;
        }
        if (isOverLimit(port, portLimit)) {
            return Heard.OVER_LIMIT;
        }
        final int from = ports[entry];
        counters.moved();
        unlink(entry);
        link(entry, port, nowSeconds);
        listener.onMove(vlan(entry), mac(entry), from, port);
        return Heard.MOVED;
    }

    private boolean isOverLimit(final int port, final int portLimit) {
        return portLimit != NO_LIMIT && lists.length(list(port, LEARNED)) >= portLimit;
    }

    /** False when all entries are static. */
    private boolean makeRoom() {
        if (size < limit) {
            return true;
        }
        final int busiest = busiestList();
        if (lists.length(busiest) == 0) {
            return false;
        }
        remove(lists.oldest(busiest), FdbListener.Reason.EVICTED);
        counters.evicted();
        return true;
    }

    private int busiestList() {
        int busiest = 0;
        for (int list = 2; list < lists.count(); list += 2) {
            if (lists.length(list) > lists.length(busiest)) {
                busiest = list;
            }
        }
        return busiest;
    }

    private void insert(final long key, final int port, final int nowSeconds, final byte kind) {
        final int entry = lists.takeFree();
        kinds[entry] = kind;
        index.add(key, entry);
        link(entry, port, nowSeconds);
        size++;
        fixed += kind == LEARNED ? 0 : 1;
        counters.entries(size, fixed);
    }

    private void remove(final int entry, final FdbListener.Reason reason) {
        listener.onForget(vlan(entry), mac(entry), ports[entry], reason);
        remove(entry);
    }

    private void remove(final int entry) {
        unlink(entry);
        index.remove(index.key(entry));
        lists.free(entry);
        ports[entry] = NONE;
        size--;
        fixed -= kinds[entry] == LEARNED ? 0 : 1;
        counters.entries(size, fixed);
    }

    private void empty(final int list, final int count) {
        for (int left = Math.min(count, lists.length(list)); left > 0; left--) {
            if (kinds[lists.oldest(list)] == LEARNED) {
                remove(lists.oldest(list), FdbListener.Reason.FLUSHED);
            } else {
                remove(lists.oldest(list));
            }
        }
    }

    private void link(final int entry, final int port, final int nowSeconds) {
        ports[entry] = port;
        heard[entry] = nowSeconds;
        lists.append(list(port, kinds[entry]), entry);
    }

    private void unlink(final int entry) {
        lists.unlink(list(ports[entry], kinds[entry]), entry);
    }

    private static int list(final int port, final byte kind) {
        return kind == LEARNED ? 2 * port : 2 * port + 1;
    }

    private int find(final int vlan, final long mac) {
        return index.find(StationKey.of(vlan, mac));
    }

    private boolean isUsed(final int entry) {
        return ports[entry] != NONE;
    }

    private boolean isPast(final int entry, final int nowSeconds) {
        return nowSeconds - heard[entry] >= ageingSeconds && kinds[entry] == LEARNED;
    }

    private int vlan(final int entry) {
        return StationKey.vlan(index.key(entry));
    }

    private long mac(final int entry) {
        return StationKey.mac(index.key(entry));
    }
}
