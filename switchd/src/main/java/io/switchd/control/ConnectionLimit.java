package io.switchd.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.switchd.log.LimitedLog;
import io.switchd.protocol.RpcErrors;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Lets clients in as far as the limits allow, and closes the connections of others, with an answer that says so. One for
 * all connections of a socket, on their one event loop.
 *
 * <p>Nothing is read of a client before it is known who it is, which another thread finds out. Few may wait for that at
 * once; while they do no more connections are taken, and the kernel lets the next ones wait.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private static final LimitedLog REFUSALS = LimitedLog.of(ConnectionLimit.class, Level.WARNING);
    private static final int MAX_UNKNOWN = 64;
    private static final int MAX_ACCOUNTS = 1_000;

    private final ControlLimits.Crowd limits;
    private final ResponseWriter writer;
    private final Peers peers;
    private final ControlCounters counters;
    private final BiConsumer<Channel, Account> serve;
    private final Map<Integer, Account> accounts = new HashMap<>();
    private int unknown;
    private int admitted;

    /** @param serve makes a connection ready that is let in */
    ConnectionLimit(final ControlLimits.Crowd limits, final ResponseWriter writer, final Peers peers, final ControlCounters counters,
                    final BiConsumer<Channel, Account> serve) {
        this.limits = limits;
        this.writer = writer;
        this.peers = peers;
        this.counters = counters;
        this.serve = serve;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        counters.connected();
        unknown++;
        acceptWhileFewAreUnknown(context.channel());
        peers.identify(context.channel(), uid -> {
            unknown--;
            acceptWhileFewAreUnknown(context.channel());
            decide(context, uid);
        });
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        counters.disconnected();
        context.fireChannelInactive();
    }

    private void acceptWhileFewAreUnknown(final Channel connection) {
        connection.parent().config().setAutoRead(unknown < MAX_UNKNOWN);
    }

    private void decide(final ChannelHandlerContext context, final int uid) {
        if (!context.channel().isActive()) {
            return;
        }
        final Account account = account(uid);
        if (admitted >= limits.connections() + (account.isRoot() ? limits.rootConnections() : 0)) {
            refuse(context, uid, limits.connections() + " connections to the daemon are open, and it takes no more; try again later");
        } else if (!account.isRoot() && account.connections() >= limits.userConnections()) {
            refuse(context, uid, "user " + Integer.toUnsignedString(uid) + " has " + limits.userConnections()
                + " connections to the daemon, and may have no more; close one of them");
        } else {
            admit(context.channel(), account);
        }
    }

    private Account account(final int uid) {
        if (accounts.size() == MAX_ACCOUNTS && !accounts.containsKey(uid)) {
            accounts.values().removeIf(account -> account.connections() == 0);
        }
        return accounts.computeIfAbsent(uid, each -> new Account(each, limits.requestsPerSecond(), limits.requestsAtOnce(), System.nanoTime()));
    }

    private void admit(final Channel connection, final Account account) {
        admitted++;
        account.connected();
        connection.closeFuture().addListener(closed -> {
            admitted--;
            account.disconnected();
        });
        serve.accept(connection, account);
        connection.config().setAutoRead(true);
    }

    private void refuse(final ChannelHandlerContext context, final int uid, final String message) {
        counters.refusedConnection();
        final String who = Integer.toUnsignedString(uid);
        REFUSALS.log(who, "a connection of uid " + who + " is refused: " + message);
        context.writeAndFlush(Unpooled.wrappedBuffer(writer.error(null, new RpcException(RpcErrors.REFUSED, message)))).addListener(ChannelFutureListener.CLOSE);
    }
}
