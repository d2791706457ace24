package io.switchd.engine;

import io.switchd.fdb.FdbListener;

/**
 * Notes what becomes of the stations of one bridge, with the names of its ports. A bridge may have so many changes waiting
 * for the reader and then, but for moves, no more until all of them are read: so that one on which somebody makes up
 * addresses leaves room for the others. Confined to the thread of the loop.
 */
final class FdbReports implements FdbListener {

    private static final FdbChange.Kind[] FORGOTTEN = {FdbChange.Kind.AGED, FdbChange.Kind.EVICTED, FdbChange.Kind.FLUSHED};

    /** Of the room that is not for moves, for a bridge. */
    static final int SHARE = (FdbChanges.CAPACITY - FdbChanges.FOR_MOVES) / 3;

    private final String bridge;
    private final BridgeTable table;
    private final FdbChanges changes;
    private int waiting;
    private long lastOfShare;

    FdbReports(final String bridge, final BridgeTable table, final FdbChanges changes) {
        this.bridge = bridge;
        this.table = table;
        this.changes = changes;
    }

    @Override
    public void onLearn(final int vlan, final long mac, final int port) {
        report(FdbChange.Kind.LEARNED, vlan, mac, port);
    }

    @Override
    public void onMove(final int vlan, final long mac, final int from, final int to) {
        changes.add(FdbChange.Kind.MOVED, bridge, vlan, mac, table.port(to).name(), table.port(from).name());
    }

    @Override
    public void onForget(final int vlan, final long mac, final int port, final Reason reason) {
        report(FORGOTTEN[reason.ordinal()], vlan, mac, port);
    }

    private void report(final FdbChange.Kind kind, final int vlan, final long mac, final int port) {
        if (waiting == SHARE) {
            if (!changes.isRead(lastOfShare)) {
                changes.lose();
                return;
            }
            waiting = 0;
        }
        if (changes.add(kind, bridge, vlan, mac, table.port(port).name(), null)) {
            waiting++;
            lastOfShare = changes.written();
        }
    }
}
