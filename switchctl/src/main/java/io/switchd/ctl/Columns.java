package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.util.Map;

/** Pads text to the width of a column. */
final class Columns {

    private Columns() {
    }

    static void right(final StringBuilder out, final Object value, final int width) {
        final String text = Text.escapeWhole(String.valueOf(value));
        pad(out, width - text.length());
        out.append(text);
    }

    static void left(final StringBuilder out, final Object value, final int width) {
        final String text = Text.escapeWhole(String.valueOf(value));
        out.append(text);
        pad(out, width - text.length());
    }

    /** The width that a member of all rows needs, at least {@code least}. */
    static int width(final Iterable<?> rows, final String member, final int least) {
        int width = least;
        for (final Object row : rows) {
            width = Math.max(width, String.valueOf(((Map<?, ?>) row).get(member)).length());
        }
        return width;
    }

    private static void pad(final StringBuilder out, final int count) {
        for (int i = 0; i < count; i++) {
            out.append(' ');
        }
    }
}
