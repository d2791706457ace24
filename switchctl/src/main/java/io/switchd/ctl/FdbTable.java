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

    private int bridgeWidth;
    private int portWidth;
    private Object bridge;
    private boolean isBegun;

    static void print(final List<?> rows, final boolean oneBridge, final StringBuilder out) {
        final FdbTable table = new FdbTable();
        table.begin(oneBridge || !hasSeveralBridges(rows) ? 0 : Columns.width(rows, "bridge", "Bridge".length()),
            Columns.width(rows, "port", PORT_WIDTH), out);
        table.rows(rows, out);
    }

    /** Prints a page of a table; the first has the head, made for what all pages can have. */
    void print(final List<?> rows, final Map<?, ?> page, final StringBuilder out) {
        if (!isBegun) {
            int bridges = 0;
            int width = "Bridge".length();
            for (final Object name : (List<?>) page.get("bridges")) {
                bridges++;
                width = Math.max(width, name.toString().length());
            }
            begin(bridges > 1 ? width : 0, Math.max(PORT_WIDTH, ((Number) page.get("port_width")).intValue()), out);
        }
        rows(rows, out);
    }

    /** @param bridges width of the column of bridges, 0 for none */
    private void begin(final int bridges, final int ports, final StringBuilder out) {
        isBegun = true;
        bridgeWidth = bridges;
        portWidth = ports;
        if (bridgeWidth > 0) {
            out.append(' ');
            Columns.left(out, "Bridge", bridgeWidth + 1);
        }
        Columns.right(out, "port", portWidth);
        out.append("  VLAN  MAC                Age\n");
    }

    private void rows(final List<?> rows, final StringBuilder out) {
        for (final Object each : rows) {
            final Map<?, ?> row = (Map<?, ?>) each;
            if (bridgeWidth > 0) {
                out.append(' ');
                Columns.left(out, row.get("bridge").equals(bridge) ? "" : row.get("bridge"), bridgeWidth + 1);
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
