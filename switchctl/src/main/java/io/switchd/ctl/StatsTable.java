package io.switchd.ctl;

import java.util.List;
import java.util.Map;

/**
 * {@code stats}: a port a line, and below it every reason for which it lost frames. Directions are the switch's: rx
 * came in from the port.
 */
final class StatsTable {

    private static final String[] COUNTERS = {"rx_packets", "rx_bytes", "rx_dropped", "tx_packets", "tx_bytes", "tx_dropped"};

    private StatsTable() {
    }

    static void print(final List<?> rows, final StringBuilder out) {
        final int bridgeWidth = Columns.width(rows, "bridge", "bridge".length());
        final int portWidth = Columns.width(rows, "port", "port".length());
        Columns.left(out, "bridge", bridgeWidth + 2);
        Columns.left(out, "port", portWidth);
        for (final String counter : COUNTERS) {
            Columns.right(out, counter, Columns.width(rows, counter, counter.length()) + 2);
        }
        out.append('\n');
        for (final Object each : rows) {
            final Map<?, ?> row = (Map<?, ?>) each;
            Columns.left(out, row.get("bridge"), bridgeWidth + 2);
            Columns.left(out, row.get("port"), portWidth);
            for (final String counter : COUNTERS) {
                Columns.right(out, row.get(counter), Columns.width(rows, counter, counter.length()) + 2);
            }
            out.append('\n');
            for (final Map.Entry<?, ?> drop : ((Map<?, ?>) row.get("drops")).entrySet()) {
                out.append("    dropped ").append(drop.getKey()).append(": ").append(drop.getValue()).append('\n');
            }
        }
    }
}
