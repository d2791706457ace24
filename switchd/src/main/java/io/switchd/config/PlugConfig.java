package io.switchd.config;

import java.util.List;
import java.util.Optional;

/**
 * What plug made for a port, so that it can be made again and be taken away.
 *
 * @param netns     namespace of the inside end
 * @param device    name of the inside end
 * @param addresses of the inside end, as IP/LEN
 * @param mac       of the inside end, if one was asked for
 * @param mtu       of both ends, if one was asked for
 * @param gateway   of the namespace's default route, if one was asked for
 */
public record PlugConfig(String netns, String device, List<String> addresses, Optional<String> mac, Optional<Integer> mtu,
                         Optional<String> gateway) {

    public PlugConfig {
        Names.checkNamespace(netns);
        Names.checkDevice("device", device);
        addresses = List.copyOf(addresses);
        addresses.forEach(IpPrefix::parse);
        gateway.ifPresent(IpPrefix::parseAddress);
        mac.ifPresent(StationAddress::parse);
        mtu.ifPresent(PlugConfig::checkMtu);
    }

    private static void checkMtu(final int mtu) {
        if (mtu < 68 || mtu > 65_535) {
            throw new ConfigException("mtu=" + mtu + " is out of range: allowed are 68 to 65535 bytes");
        }
    }
}
