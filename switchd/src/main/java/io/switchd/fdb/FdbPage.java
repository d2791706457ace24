package io.switchd.fdb;

/** Some entries of a {@link MacTable}, copied out of it for a reader on another thread. Handed over, never shared. */
public final class FdbPage {

    /** {@link #age} of a station that somebody fixed at its port. */
    public static final int STATIC = -1;
    /** {@link #age} of a station that is fixed, and may not be heard elsewhere. */
    public static final int STICKY = -2;

    private final int[] vlans;
    private final long[] macs;
    private final int[] ports;
    private final int[] ages;
    private int size;

    /** @param capacity in entries */
    public FdbPage(final int capacity) {
        vlans = new int[capacity];
        macs = new long[capacity];
        ports = new int[capacity];
        ages = new int[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isFull() {
        return size == macs.length;
    }

    void add(final int vlan, final long mac, final int port, final int ageSeconds) {
        vlans[size] = vlan;
        macs[size] = mac;
        ports[size] = port;
        ages[size] = ageSeconds;
        size++;
    }

    public int size() {
        return size;
    }

    public int vlan(final int i) {
        return vlans[i];
    }

    public long mac(final int i) {
        return macs[i];
    }

    public int port(final int i) {
        return ports[i];
    }

    /** Seconds since the station was last heard, or {@link #STATIC} or {@link #STICKY}. */
    public int age(final int i) {
        return ages[i];
    }
}
