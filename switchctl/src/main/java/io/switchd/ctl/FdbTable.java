package io.switchd.ctl;

import java.util.List;
import java.util.Map;

/**
 * {@code fdb show} in the columns of {@code ovs-appctl fdb/show}, with the port's name for its number; {@code fdb
 * stats} as {@code fdb/stats-show}.
 */
final class FdbTable {

    private static final int PORT_WIDTH = 5;
    private static final int VLAN_WIDTH = 4;
    private static final int AGE_WIDTH = 3;

    private FdbTable() {
    }

    static void print(final List<?> rows, final boolean oneBridge, final StringBuilder out) {
        final boolean withBridge = !oneBridge && hasSeveralBridges(rows);
        final int bridgeWidth = Columns.width(rows, "bridge", "Bridge".length()) + 1;
        final int portWidth = Columns.width(rows, "port", PORT_WIDTH);
        if (withBridge) {
            out.append(' ');
            Columns.left(out, "Bridge", bridgeWidth);
        }
        Columns.right(out, "port", portWidth);
        out.append("  VLAN  MAC                Age\n");
        Object bridge = null;
        for (final Object each : rows) {
            final Map<?, ?> row = (Map<?, ?>) each;
            if (withBridge) {
                out.append(' ');
                Columns.left(out, row.get("bridge").equals(bridge) ? "" : row.get("bridge"), bridgeWidth);
                bridge = row.get("bridge");
            }
            Columns.right(out, row.get("port"), portWidth);
            out.append("  ");
            Columns.right(out, row.get("vlan"), VLAN_WIDTH);
            out.append("  ").append(row.get("mac")).append("  ");
            Columns.right(out, row.get("age") == null ? "static" : row.get("age"), AGE_WIDTH);
            out.append('\n');
        }
    }

    private static boolean hasSeveralBridges(final List<?> rows) {
        for (final Object row : rows) {
            if (!((Map<?, ?>) row).get("bridge").equals(((Map<?, ?>) rows.get(0)).get("bridge"))) {
                return true;
            }
        }
        return false;
    }

    /** Prints the counts of a bridge; there are none when the same call has removed it. */
    static void printStatistics(final Map<?, ?> counts, final StringBuilder out) {
        if (counts.isEmpty()) {
            return;
        }
        out.append("Statistics for bridge \"").append(counts.get("bridge")).append("\":\n");
        out.append("  Current/maximum MAC entries in the table: ").append(counts.get("current")).append('/').append(counts.get("maximum")).append('\n');
        out.append("  Current static MAC entries in the table : ").append(counts.get("static")).append('\n');
        out.append("  Total number of learned MAC entries     : ").append(counts.get("learned")).append('\n');
        out.append("  Total number of expired MAC entries     : ").append(counts.get("expired")).append('\n');
        out.append("  Total number of evicted MAC entries     : ").append(counts.get("evicted")).append('\n');
        out.append("  Total number of port moved MAC entries  : ").append(counts.get("moved")).append('\n');
    }
}
