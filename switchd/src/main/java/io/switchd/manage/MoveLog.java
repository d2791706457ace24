package io.switchd.manage;

import io.switchd.engine.FdbChange;
import io.switchd.frame.MacAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Logs stations that move, of each bridge at most five a minute, because whoever sends with the address of another can
 * make a station move with every frame. Those are only counted. For one thread at a time.
 */
final class MoveLog {

    private static final Logger LOG = System.getLogger(MoveLog.class.getName());
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);
    private static final int PER_PERIOD = 5;
    private static final int MAX_BRIDGES = 1_000;

    private final LongSupplier nanos;
    private final Map<String, Told> byBridge = new HashMap<>();

    MoveLog(final LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Told {
        private long since;
        private int told;
        private long untold;
    }

    /** Returns whether the move was logged. */
    boolean moved(final FdbChange move) {
        if (byBridge.size() == MAX_BRIDGES && !byBridge.containsKey(move.bridge())) {
            byBridge.clear();
        }
        final long now = nanos.getAsLong();
        final Told told = byBridge.computeIfAbsent(move.bridge(), bridge -> new Told());
        if (told.told == 0 || now - told.since >= PERIOD) {
            told.since = now;
            told.told = 0;
        }
        if (told.told == PER_PERIOD) {
            told.untold++;
            return false;
        }
        told.told++;
        LOG.log(Level.INFO, "station " + MacAddress.format(move.mac()) + " of VLAN " + move.vlan() + " on bridge " + move.bridge() + " moved from port "
            + move.from() + " to port " + move.port() + " (" + told.untold + " more moves not told)");
        told.untold = 0;
        return true;
    }
}
