package io.switchd.forward;

import io.switchd.fdb.MacTable;
import io.switchd.vlan.PortVlan;

/**
 * What is set of one port of a bridge. Limits of 0 are none.
 *
 * @param vlan           to which VLANs it belongs
 * @param learning       whether stations heard there are learned
 * @param floodUnknown   whether frames to unknown stations leave by it
 * @param floodMulticast whether multicasts leave by it
 * @param floodBroadcast whether broadcasts leave by it
 * @param isolated       whether it gets nothing from other isolated ports
 * @param hairpin        whether frames may leave by it that came in by it
 * @param locked         whether only stations that are known to be behind it may send
 * @param macLimit       stations learned behind it at most
 * @param stormBroadcast broadcasts that may come in by it in a second
 * @param stormMulticast multicasts likewise
 * @param stormUnknown   frames to unknown stations likewise
 */
public record PortRules(PortVlan vlan, boolean learning, boolean floodUnknown, boolean floodMulticast, boolean floodBroadcast,
                        boolean isolated, boolean hairpin, boolean locked, int macLimit,
                        int stormBroadcast, int stormMulticast, int stormUnknown) {

    /** Of a port of which nothing is set. */
    public static final PortRules DEFAULT = new PortRules(PortVlan.TRUNK_ALL, true, true, true, true, false, false, false,
        MacTable.NO_LIMIT, 0, 0, 0);
}
