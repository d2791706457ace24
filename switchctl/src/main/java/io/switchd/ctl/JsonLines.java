package io.switchd.ctl;

import io.switchd.protocol.Json;
import java.util.List;
import java.util.Map;

/** Prints JSON for people to read and edit: a member or element a line, two spaces a level. */
final class JsonLines {

    private static final String LEVEL = "  ";

    private JsonLines() {
    }

    static void print(final Object value, final StringBuilder out) {
        value(value, "\n", out);
        out.append('\n');
    }

    private static void value(final Object value, final String newLine, final StringBuilder out) {
        if (value instanceof Map && !((Map<?, ?>) value).isEmpty()) {
            String separator = "{";
            for (final Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                out.append(separator).append(newLine).append(LEVEL).append(Json.write(member.getKey())).append(": ");
                value(member.getValue(), newLine + LEVEL, out);
                separator = ",";
            }
            out.append(newLine).append('}');
        } else if (value instanceof List && !((List<?>) value).isEmpty()) {
            String separator = "[";
            for (final Object element : (List<?>) value) {
                out.append(separator).append(newLine).append(LEVEL);
                value(element, newLine + LEVEL, out);
                separator = ",";
            }
            out.append(newLine).append(']');
        } else {
            out.append(Json.write(value));
        }
    }
}
