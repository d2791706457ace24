package io.switchd.engine;

import java.util.Locale;

/**
 * What has become of a station.
 *
 * @param port where it is, or was when it was forgotten
 * @param from where it was before it moved; null unless it did
 */
public record FdbChange(Kind kind, String bridge, int vlan, long mac, String port, String from) {

    public enum Kind {
        LEARNED, MOVED, AGED, EVICTED, FLUSHED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
