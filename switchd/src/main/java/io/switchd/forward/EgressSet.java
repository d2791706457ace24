package io.switchd.forward;

/**
 * The ports one frame is to leave by, and the tags it leaves each with: the answer of the {@link Forwarder}, reused from
 * frame to frame.
 */
public final class EgressSet {

    private int[] ports = new int[16];
    private long[] tags = new long[16];
    private int size;

    public void clear() {
        size = 0;
    }

    /** @param frameTags as {@link io.switchd.frame.VlanTag} stacks them */
    public void add(final int port, final long frameTags) {
        ports[size] = port;
        tags[size] = frameTags;
        size++;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int port(final int i) {
        return ports[i];
    }

    public long tags(final int i) {
        return tags[i];
    }

    /** Makes room for as many ports; called when a bridge gets a port, never for a frame. */
    public void ensureCapacity(final int capacity) {
        if (ports.length < capacity) {
            ports = new int[capacity * 2];
            tags = new long[capacity * 2];
        }
    }
}
