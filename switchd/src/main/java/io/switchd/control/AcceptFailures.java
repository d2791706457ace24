package io.switchd.control;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a second when a connection cannot be accepted, mostly because the process has no descriptor left for it: who
 * wants to connect is still there, and asking for him again at once would take a processor. Ports have theirs and go on.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {

    private static final LimitedLog FAILURES = LimitedLog.of(AcceptFailures.class, Level.WARNING);

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (!(cause instanceof IOException)) {
            context.fireExceptionCaught(cause);
            return;
        }
        FAILURES.log("", "no connection can be accepted (" + cause.getMessage() + "); it is tried again every second");
        final ChannelConfig config = context.channel().config();
        config.setAutoRead(false);
        context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
    }
}
