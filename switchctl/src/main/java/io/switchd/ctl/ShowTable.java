package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.util.List;
import java.util.Map;

/**
 * {@code show}, in the layout of {@code ovs-vsctl show}: four spaces a level, settings under what they belong to,
 * defaults left out.
 */
final class ShowTable {

    private static final String LEVEL = "    ";

    private ShowTable() {
    }

    static void print(final List<?> bridges, final StringBuilder out) {
        for (final Object bridge : bridges) {
            bridge((Map<?, ?>) bridge, out);
        }
    }

    private static void bridge(final Map<?, ?> bridge, final StringBuilder out) {
        line(out, 1, "Bridge " + bridge.get("name"));
        for (final Map.Entry<?, ?> member : bridge.entrySet()) {
            if (!member.getKey().equals("name") && !member.getKey().equals("ports")) {
                line(out, 2, member.getKey() + ": " + member.getValue());
            }
        }
        for (final Object port : (List<?>) bridge.get("ports")) {
            port((Map<?, ?>) port, out);
        }
    }

    private static void port(final Map<?, ?> port, final StringBuilder out) {
        line(out, 2, "Port " + port.get("name"));
        for (final Map.Entry<?, ?> member : port.entrySet()) {
            final Object key = member.getKey();
            if (!key.equals("name") && !key.equals("type") && !key.equals("up") && !key.equals("error")) {
                line(out, 3, key + ": " + value(key, member.getValue()));
            }
        }
        line(out, 3, "Interface " + port.get("name"));
        if (port.get("type") != null) {
            line(out, 4, "type: " + port.get("type"));
        }
        if (port.get("error") != null) {
            line(out, 4, "error: \"" + port.get("error") + "\"");
        }
    }

    /** Lists stand in brackets, as sets do there. */
    private static Object value(final Object key, final Object value) {
        return key.equals("trunks") || key.equals("cvlans") ? "[" + value.toString().replace(",", ", ") + "]" : value;
    }

    private static void line(final StringBuilder out, final int level, final String text) {
        for (int i = 0; i < level; i++) {
            out.append(LEVEL);
        }
        out.append(Text.escapeWhole(text)).append('\n');
    }
}
