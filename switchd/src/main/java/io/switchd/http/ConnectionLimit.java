package io.switchd.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/** Closes connections beyond the limit, with an answer that says so. One for all connections, on their one event loop. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private static final byte[] REFUSAL =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int limit;
    private int open;

    ConnectionLimit(final int limit) {
        this.limit = limit;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        open++;
        if (open <= limit) {
            context.fireChannelActive();
        } else {
            context.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        open--;
        context.fireChannelInactive();
    }
}
