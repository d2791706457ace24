package io.switchd.engine;

import io.switchd.fdb.FdbListener;

/** Notes what becomes of the stations of one bridge, with the names of its ports. Confined to the thread of the loop. */
final class FdbReports implements FdbListener {

    private static final FdbChange.Kind[] FORGOTTEN = {FdbChange.Kind.AGED, FdbChange.Kind.EVICTED, FdbChange.Kind.FLUSHED};

    private final String bridge;
    private final BridgeTable table;
    private final FdbChanges changes;

    FdbReports(final String bridge, final BridgeTable table, final FdbChanges changes) {
        this.bridge = bridge;
        this.table = table;
        this.changes = changes;
    }

    @Override
    public void onLearn(final int vlan, final long mac, final int port) {
        changes.add(FdbChange.Kind.LEARNED, bridge, vlan, mac, table.port(port).name(), null);
    }

    @Override
    public void onMove(final int vlan, final long mac, final int from, final int to) {
        changes.add(FdbChange.Kind.MOVED, bridge, vlan, mac, table.port(to).name(), table.port(from).name());
    }

    @Override
    public void onForget(final int vlan, final long mac, final int port, final Reason reason) {
        changes.add(FORGOTTEN[reason.ordinal()], bridge, vlan, mac, table.port(port).name(), null);
    }
}
