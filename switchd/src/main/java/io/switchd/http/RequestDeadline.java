package io.switchd.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client does not come to the end of its request, or to another one. The time of a request
 * runs from its first byte and does not begin anew with each further one, so that a byte a second does not keep a
 * connection. While an answer is on its way no time runs here; what reads slowly has a limit of its own.
 */
final class RequestDeadline extends ChannelDuplexHandler {

    private final HttpLimits limits;
    private Future<?> deadline;
    private boolean begun;

    RequestDeadline(final HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        begun = true;
        schedule(context, limits.requestTime());
        context.fireChannelActive();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        if (!begun) {
            begun = true;
            schedule(context, limits.requestTime());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(final ChannelHandlerContext context, final Object message, final ChannelPromise promise) {
        begun = false;
        cancel();
        context.write(message, promise.unvoid().addListener(sent -> {
            if (!begun && context.channel().isActive()) {
                schedule(context, limits.idleTime());
            }
        }));
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    private void schedule(final ChannelHandlerContext context, final Duration time) {
        cancel();
        deadline = context.executor().schedule(() -> context.close(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
