package io.switchd.config;

import java.util.Comparator;

/**
 * A station that is fixed at a port. A bridge has one at most of each VLAN and address.
 *
 * @param vlan   0 to 4094, 0 for untagged
 * @param mac    of a station, see {@link StationAddress}
 * @param port   of the bridge, the host's own by the bridge's name
 * @param sticky whether frames of the station that come in elsewhere are dropped
 */
public record StationConfig(int vlan, long mac, String port, boolean sticky) {

    public static final int MAX_VLAN = 4_094;

    /** The order in which stations are shown. */
    static final Comparator<StationConfig> ORDER = Comparator.comparingInt(StationConfig::vlan).thenComparingLong(StationConfig::mac);

    public StationConfig {
        checkVlan(vlan);
    }

    public static void checkVlan(final int vlan) {
        if (vlan < 0 || vlan > MAX_VLAN) {
            throw new ConfigException("vlan=" + vlan + " is out of range: allowed are 0 to " + MAX_VLAN);
        }
    }

    boolean isSameStation(final StationConfig other) {
        return vlan == other.vlan && mac == other.mac;
    }
}
