package io.switchd.config;

import io.switchd.protocol.Text;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IP address and the length of its network's prefix: 10.0.0.1/24, fd00::1/64. */
public record IpPrefix(InetAddress address, int length) {

    /** @throws ConfigException with one sentence when the text is none */
    public static IpPrefix parse(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 0) {
            throw new ConfigException("address \"" + Text.escape(text) + "\" has no prefix length: write IP/LEN, such as 10.0.0.1/24");
        }
        final InetAddress address = parseAddress(text.substring(0, slash));
        final int max = address instanceof Inet4Address ? 32 : 128;
        final int length = number(text.substring(slash + 1), max);
        if (length < 0) {
            throw new ConfigException("address \"" + Text.escape(text) + "\" has a prefix length out of range: allowed are 0 to " + max);
        }
        return new IpPrefix(address, length);
    }

    /**
     * Only addresses as numbers: a name is never looked up. IPv4 is read here, for {@link InetAddress#getByName} asks
     * the resolver for what is not quite one, such as 10.0.0.256, and takes 010 for 10, where others take it for 8.
     */
    public static InetAddress parseAddress(final String text) {
        try {
            if (text.indexOf(':') < 0) {
                return InetAddress.getByAddress(ipv4(text));
            }
            if (isIpv6(text)) {
                return InetAddress.getByName(text);
            }
        } catch (final UnknownHostException e) {
            throw invalid(text, e);
        }
        throw invalid(text, null);
    }

    private static byte[] ipv4(final String text) {
        final String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw invalid(text, null);
        }
        final byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            final int value = number(parts[i], 255);
            if (value < 0) {
                throw invalid(text, null);
            }
            address[i] = (byte) value;
        }
        return address;
    }

    /**
     * What begins like this, {@link InetAddress#getByName} takes for an IPv6 address or refuses, without the resolver.
     */
    private static boolean isIpv6(final String text) {
        return text.charAt(0) != '.' && text.chars().allMatch(c -> c == ':' || c == '.' || c < 128 && Character.digit(c, 16) >= 0);
    }

    /** A number in decimal digits, none of them a zero too many; -1 for anything else. */
    private static int number(final String text, final int max) {
        final boolean isNumber = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
        final int number = isNumber ? Integer.parseInt(text) : -1;
        return number <= max ? number : -1;
    }

    private static ConfigException invalid(final String text, final Throwable cause) {
        return new ConfigException("\"" + Text.escape(text) + "\" is no IP address: write it as numbers, such as 10.0.0.1 or fd00::1", cause);
    }
}
