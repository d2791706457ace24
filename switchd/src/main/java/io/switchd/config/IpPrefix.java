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
        final int length = length(text.substring(slash + 1));
        if (length < 0 || length > max) {
            throw new ConfigException("address \"" + Text.escape(text) + "\" has a prefix length out of range: allowed are 0 to " + max);
        }
        return new IpPrefix(address, length);
    }

    /** Only addresses as numbers: a name is never looked up. */
    public static InetAddress parseAddress(final String text) {
        if (!isNumeric(text)) {
            throw invalid(text, null);
        }
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw invalid(text, e);
        }
    }

    private static boolean isNumeric(final String text) {
        int dots = 0;
        boolean colons = false;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            dots += c == '.' ? 1 : 0;
            colons |= c == ':';
            if (c != '.' && c != ':' && (c >= 128 || Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return colons || dots == 3 && text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    private static int length(final String text) {
        try {
            return text.isEmpty() || text.length() > 3 || text.charAt(0) == '+' ? -1 : Integer.parseInt(text);
        } catch (final NumberFormatException e) {
            return -1;
        }
    }

    private static ConfigException invalid(final String text, final Throwable cause) {
        return new ConfigException("\"" + Text.escape(text) + "\" is no IP address: write it as numbers, such as 10.0.0.1 or fd00::1", cause);
    }
}
