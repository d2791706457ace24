package io.switchd.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.switchd.protocol.RpcErrors;

/**
 * Closes connections beyond the limit, of which some are kept for uid 0, with an answer that says so. One for all
 * connections, on their one event loop.
 *
 * <p>Who a client is, is asked only of those beyond the limit: the platform looks the name of each uid up.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private static final int ROOT = 0;

    private final ControlLimits limits;
    private final ResponseWriter writer;
    private final Peers peers;
    private final ControlCounters counters;
    private int open;

    ConnectionLimit(final ControlLimits limits, final ResponseWriter writer, final Peers peers, final ControlCounters counters) {
        this.limits = limits;
        this.writer = writer;
        this.peers = peers;
        this.counters = counters;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        counters.connections(++open);
        if (open <= limits.connections() || open <= limits.connections() + limits.rootConnections() && peers.uid(context.channel()) == ROOT) {
            context.fireChannelActive();
            return;
        }
        counters.refusedConnection();
        context.channel().config().setAutoRead(false);
        final RpcException refusal = new RpcException(RpcErrors.REFUSED,
            limits.connections() + " connections to the daemon are open, and it takes no more; try again later");
        context.writeAndFlush(Unpooled.wrappedBuffer(writer.error(null, refusal))).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        counters.connections(--open);
        context.fireChannelInactive();
    }
}
