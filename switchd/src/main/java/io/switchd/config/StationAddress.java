package io.switchd.config;

import io.switchd.frame.MacAddress;
import io.switchd.protocol.Text;

/** The MAC address of a station, as text that somebody wrote. */
public final class StationAddress {

    private StationAddress() {
    }

    /** @throws ConfigException with one sentence when the text is no MAC address, or one that no station can have */
    public static long parse(final String text) {
        final long mac;
        try {
            mac = MacAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new ConfigException("\"" + Text.escape(text) + "\" is no MAC address: write six pairs of hexadecimal digits, such as 02:00:00:00:00:01", e);
        }
        if (!MacAddress.isStation(mac)) {
            throw new ConfigException("mac " + text + " cannot be a device's: it is a group address or all zeros");
        }
        return mac;
    }
}
