package io.switchd.control;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who clients are, as the kernel noted it when they connected (SO_PEERCRED). The platform tells a user's name, for which
 * it has looked through the machine's list of users; what it is the name of is looked up once for each.
 *
 * <p>Confined to the event loop of the control channel.
 */
final class Peers {

    private static final int MAX_NAMES = 1_000;
    private static final int NOBODY = -1;

    private final ToIntFunction<String> uidOf;
    private final Map<String, Integer> uids = new HashMap<>();

    /** @param uidOf the uid of a user's name, or of its digits when it has no name; -1 when nobody has it */
    Peers(final ToIntFunction<String> uidOf) {
        this.uidOf = uidOf;
    }

    /** Of the client of a connection; -1 when it is not known. */
    int uid(final Channel connection) {
        final SocketOption<UnixDomainPrincipal> option = ExtendedSocketOptions.SO_PEERCRED;
        final UnixDomainPrincipal peer = connection.config().getOption(NioChannelOption.of(option));
        if (peer == null) {
            return NOBODY;
        }
        if (uids.size() == MAX_NAMES) {
            uids.clear();
        }
        return uids.computeIfAbsent(peer.user().getName(), uidOf::applyAsInt);
    }
}
