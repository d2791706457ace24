package io.switchd.forward;

/** The ports one frame is to leave by: the answer of the {@link Forwarder}, reused from frame to frame. */
public final class EgressSet {

    private int[] ports = new int[16];
    private int size;

    public void clear() {
        size = 0;
    }

    public void add(final int port) {
        ports[size++] = port;
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

    /** Makes room for as many ports; called when a bridge gets a port, never for a frame. */
    public void ensureCapacity(final int capacity) {
        if (ports.length < capacity) {
            ports = new int[capacity * 2];
        }
    }
}
