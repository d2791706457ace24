package io.switchd.control;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who clients are, as the kernel noted it when they connected (SO_PEERCRED). The platform tells a user's name, for which
 * it looks through the machine's list of users, each time; what it is the name of is looked up once for each. That list
 * may be a server somewhere that does not answer, so all of it happens on a thread of its own.
 */
final class Peers implements AutoCloseable {

    private static final int MAX_NAMES = 1_000;
    private static final int NOBODY = -1;

    private final ToIntFunction<String> uidOf;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(new DefaultThreadFactory("peers", true));
    /** Of the thread. */
    private final Map<String, Integer> uids = new HashMap<>();

    /** @param uidOf the uid of a user's name, or of its digits when it has no name; -1 when nobody has it */
    Peers(final ToIntFunction<String> uidOf) {
        this.uidOf = uidOf;
    }

    /**
     * Finds out who the client of a connection is.
     *
     * @param then is told the uid, to be read without a sign, or -1 when it is not known, on the connection's event loop
     */
    void identify(final Channel connection, final IntConsumer then) {
        thread.execute(() -> {
            final int uid = uid(connection);
            try {
                connection.eventLoop().execute(() -> then.accept(uid));
            } catch (final RejectedExecutionException e) {
                // the daemon ends, and its connections with it
                connection.close();
            }
        });
    }

    private int uid(final Channel connection) {
        final SocketOption<UnixDomainPrincipal> option = ExtendedSocketOptions.SO_PEERCRED;
        final UnixDomainPrincipal peer;
        try {
            peer = connection.config().getOption(NioChannelOption.of(option));
        } catch (final ChannelException e) {
            return NOBODY;
        }
        if (peer == null) {
            return NOBODY;
        }
        if (uids.size() == MAX_NAMES) {
            uids.clear();
        }
        return uids.computeIfAbsent(peer.user().getName(), uidOf::applyAsInt);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
