package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.util.List;
import java.util.Map;

/** {@code status}: what the daemon says of itself, a line each; lists as indented lines. */
final class StatusTable {

    private StatusTable() {
    }

    static void print(final Map<?, ?> status, final StringBuilder out) {
        for (final Map.Entry<?, ?> member : status.entrySet()) {
            out.append(member.getKey()).append(':');
            if (member.getValue() instanceof List) {
                out.append('\n');
                for (final Object row : (List<?>) member.getValue()) {
                    out.append("   ");
                    members(row, out);
                    out.append('\n');
                }
            } else {
                members(member.getValue(), out);
                out.append('\n');
            }
        }
    }

    private static void members(final Object value, final StringBuilder out) {
        if (value instanceof Map) {
            for (final Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                out.append(' ').append(member.getKey()).append('=').append(Text.escapeWhole(String.valueOf(member.getValue())));
            }
        } else {
            out.append(' ').append(Text.escapeWhole(String.valueOf(value)));
        }
    }
}
