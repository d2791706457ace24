package io.switchd.fdb;

/**
 * Is told what becomes of stations that are learned, on the thread of the loop, for each of them: must neither wait nor
 * allocate.
 */
public interface FdbListener {

    /** Why a station was forgotten. */
    enum Reason {
        /** It was silent for the ageing time. */
        AGED,
        /** Room was needed for another. */
        EVICTED,
        /** Somebody wanted it, or its port has left or has other VLANs. */
        FLUSHED
    }

    /** Listens to nothing. */
    FdbListener NONE = new FdbListener() { };

    default void onLearn(final int vlan, final long mac, final int port) {
    }

    default void onMove(final int vlan, final long mac, final int from, final int to) {
    }

    default void onForget(final int vlan, final long mac, final int port, final Reason reason) {
    }
}
