package io.switchd.ctl;

import java.util.List;
import java.util.Map;

/** {@code history} as a table, the newest generation last. */
final class HistoryTable {

    private static final int NUMBER_WIDTH = 10;
    private static final int TIME_WIDTH = 24;

    private HistoryTable() {
    }

    static void print(final List<?> rows, final StringBuilder out) {
        row("generation", "time", "uid", out);
        for (final Object row : rows) {
            final Map<?, ?> members = (Map<?, ?>) row;
            row(members.get("generation"), members.get("time"), members.get("uid"), out);
        }
    }

    private static void row(final Object generation, final Object time, final Object uid, final StringBuilder out) {
        Columns.right(out, generation, NUMBER_WIDTH);
        out.append("  ");
        Columns.left(out, time == null ? "-" : time, TIME_WIDTH);
        out.append("  ").append(uid == null ? "-" : uid).append('\n');
    }
}
