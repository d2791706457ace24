package io.switchd.config;

import io.switchd.frame.MacAddress;
import io.switchd.protocol.Text;
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
        mac.ifPresent(PlugConfig::checkMac);
        mtu.ifPresent(PlugConfig::checkMtu);
    }

    static void checkMac(final String mac) {
        try {
            if (MacAddress.isStation(MacAddress.parse(mac))) {
                return;
            }
        } catch (final IllegalArgumentException e) {
            throw new ConfigException("\"" + Text.escape(mac) + "\" is no MAC address: write six pairs of hexadecimal digits, such as 02:00:00:00:00:01", e);
        }
        throw new ConfigException("mac " + mac + " cannot be a device's: it is a group address or all zeros");
    }

    private static void checkMtu(final int mtu) {
        if (mtu < 68 || mtu > 65_535) {
            throw new ConfigException("mtu=" + mtu + " is out of range: allowed are 68 to 65535 bytes");
        }
    }
}
