package io.switchd.engine;

import io.switchd.fdb.MoveListener;
import java.util.function.Consumer;

/**
 * Tells of stations that move on one bridge, at most five a minute, because whoever sends with the address of another
 * can make a station move with every frame. Those are only counted. Confined to the thread of the loop.
 */
final class MoveReports implements MoveListener {

    private static final int PERIOD_SECONDS = 60;
    private static final int PER_PERIOD = 5;

    private final String bridge;
    private final BridgeTable table;
    private final Consumer<MacMove> reader;
    private int periodStart;
    private int told;
    private long untold;

    /** @param reader must not wait */
    MoveReports(final String bridge, final BridgeTable table, final Consumer<MacMove> reader) {
        this.bridge = bridge;
        this.table = table;
        this.reader = reader;
    }

    @Override
    public void onMove(final int vlan, final long mac, final int from, final int to) {
        if (table.nowSeconds() - periodStart >= PERIOD_SECONDS) {
            periodStart = table.nowSeconds();
            told = 0;
        }
        if (told == PER_PERIOD) {
            untold++;
            return;
        }
        told++;
        reader.accept(new MacMove(bridge, vlan, mac, table.port(from).name(), table.port(to).name(), untold));
        untold = 0;
    }
}
