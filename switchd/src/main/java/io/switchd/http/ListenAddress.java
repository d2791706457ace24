package io.switchd.http;

import io.switchd.config.ConfigException;
import io.switchd.config.IpPrefix;
import io.switchd.protocol.Text;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where to listen: an address in numbers and a port, or the file of a unix socket. A port alone is none, since it would
 * mean every address to some and the loopback's to others.
 *
 * @param text as it was given
 */
public record ListenAddress(String text, SocketAddress address) {

    private static final String UNIX = "unix:";
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException with one sentence when the text is none */
    public static ListenAddress parse(final String text) {
        try {
            return new ListenAddress(text, text.startsWith(UNIX + "/") ? UnixDomainSocketAddress.of(Path.of(text.substring(UNIX.length()))) : ofIp(text));
        } catch (final ConfigException | InvalidPathException e) {
            throw refusal(text, e);
        }
    }

    private static InetSocketAddress ofIp(final String text) {
        final int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw refusal(text, null);
        }
        final String host = text.substring(0, colon);
        final String port = text.substring(colon + 1);
        final boolean bracketed = host.startsWith("[") && host.endsWith("]");
        final boolean isV6 = host.indexOf(':') >= 0;
        if (bracketed != isV6 || !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > MAX_PORT) {
            throw refusal(text, null);
        }
        return new InetSocketAddress(IpPrefix.parseAddress(bracketed ? host.substring(1, host.length() - 1) : host), Integer.parseInt(port));
    }

    private static IllegalArgumentException refusal(final String text, final Exception cause) {
        return new IllegalArgumentException("'" + Text.escape(text) + "' is none of IPV4:PORT, [IPV6]:PORT and unix:/PATH, such as 127.0.0.1:9477", cause);
    }

    /** Whether only this machine can reach it. */
    public boolean isLocal() {
        return !(address instanceof InetSocketAddress) || host().isLoopbackAddress();
    }

    private InetAddress host() {
        return ((InetSocketAddress) address).getAddress();
    }
}
