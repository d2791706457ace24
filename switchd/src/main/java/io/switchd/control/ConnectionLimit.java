package io.switchd.control;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Closes connections beyond the limit, of which some are kept for root. One for all connections, on their one event loop. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private static final String ROOT = "root";

    private final ControlLimits limits;
    private int open;

    ConnectionLimit(final ControlLimits limits) {
        this.limits = limits;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        open++;
        final int limit = open <= limits.connections() || !isRoot(context) ? limits.connections() : limits.connections() + limits.rootConnections();
        if (open > limit) {
            context.close();
        } else {
            context.fireChannelActive();
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        open--;
        context.fireChannelInactive();
    }

    private static boolean isRoot(final ChannelHandlerContext context) {
        final SocketOption<UnixDomainPrincipal> peer = ExtendedSocketOptions.SO_PEERCRED;
        final UnixDomainPrincipal principal = context.channel().config().getOption(NioChannelOption.of(peer));
        return principal != null && principal.user().getName().equals(ROOT);
    }
}
