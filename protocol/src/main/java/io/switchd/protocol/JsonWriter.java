package io.switchd.protocol;

import java.util.List;
import java.util.Map;

/** Writes plain trees as JSON. Control characters, and those that end a line for some readers, leave as escapes. */
final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private JsonWriter() {
    }

    static void write(final Object value, final StringBuilder out) {
        if (value instanceof Map) {
            object((Map<?, ?>) value, out);
        } else if (value instanceof List) {
            array((List<?>) value, out);
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else {
            string(value.toString(), out);
        }
    }

    private static void object(final Map<?, ?> members, final StringBuilder out) {
        out.append('{');
        boolean first = true;
        for (final Map.Entry<?, ?> member : members.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(member.getKey().toString(), out);
            out.append(':');
            write(member.getValue(), out);
        }
        out.append('}');
    }

    private static void array(final List<?> elements, final StringBuilder out) {
        out.append('[');
        boolean first = true;
        for (final Object element : elements) {
            if (!first) {
                out.append(',');
            }
            first = false;
            write(element, out);
        }
        out.append(']');
    }

    private static void string(final String text, final StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029) {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt(c >> shift & 0xF));
                }
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
