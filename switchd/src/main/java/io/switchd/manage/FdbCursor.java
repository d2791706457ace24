package io.switchd.manage;

import io.switchd.protocol.Text;
import java.util.List;
import java.util.Optional;

/**
 * Where a page of stations begins: {@code BRIDGE/ENTRY} as text. A bridge that is gone meanwhile is passed over.
 *
 * @param bridge empty for the first of all
 */
record FdbCursor(String bridge, int entry) {

    static FdbCursor parse(final Optional<String> text) {
        if (text.isEmpty()) {
            return new FdbCursor("", 0);
        }
        final int slash = text.get().lastIndexOf('/');
        try {
            final int entry = slash < 0 ? -1 : Integer.parseInt(text.get().substring(slash + 1));
            if (entry >= 0) {
                return new FdbCursor(text.get().substring(0, slash), entry);
            }
        } catch (final NumberFormatException e) {
            throw invalid(text.get());
        }
        throw invalid(text.get());
    }

    private static Refusal invalid(final String text) {
        return new Refusal("from=" + Text.escape(text) + " is no place in the tables: give the \"next\" of the page before");
    }

    /** Where to go on among those bridges, or null at the end. */
    FdbCursor in(final List<String> bridges) {
        return bridges.contains(bridge) ? this : after(bridges);
    }

    FdbCursor after(final List<String> bridges) {
        return bridges.stream().filter(name -> name.compareTo(bridge) > 0).findFirst().map(name -> new FdbCursor(name, 0)).orElse(null);
    }

    @Override
    public String toString() {
        return bridge + "/" + entry;
    }
}
