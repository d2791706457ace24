package io.switchd.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What plug made for a port, so that it can be made again and be taken away.
 *
 * @param netns     namespace of the inside end
 * @param device    name of the inside end
 * @param addresses of the inside end, as IP/LEN
 * @param mac       of the inside end, if one was asked for
 * @param mtu       of both ends, if one was asked for
 * @param gateways  of the namespace's default routes, at most one of each family
 */
public record PlugConfig(String netns, String device, List<String> addresses, Optional<String> mac, Optional<Integer> mtu,
                         List<String> gateways) {

    public PlugConfig {
        Names.checkNamespace(netns);
        Names.checkDevice("device", device);
        addresses = List.copyOf(addresses);
        addresses.forEach(IpPrefix::parse);
        gateways = List.copyOf(gateways);
        checkGateways(gateways);
        mac.ifPresent(StationAddress::parse);
        mtu.ifPresent(PlugConfig::checkMtu);
    }

    private static void checkGateways(final List<String> gateways) {
        final Map<Integer, String> byLength = new HashMap<>();
        for (final String gateway : gateways) {
            final String other = byLength.put(IpPrefix.parseAddress(gateway).getAddress().length, gateway);
            if (other != null) {
                throw new ConfigException("gw=" + other + " and gw=" + gateway + " are of one family: allowed is one gateway of IPv4 and one of IPv6");
            }
        }
    }

    private static void checkMtu(final int mtu) {
        if (mtu < 68 || mtu > 65_535) {
            throw new ConfigException("mtu=" + mtu + " is out of range: allowed are 68 to 65535 bytes");
        }
    }
}
