package io.switchd.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Holds a client to finish a request that it has begun. The time runs from the request's first byte and does not begin
 * anew with each further one, so that a byte a second does not keep a connection. It does begin anew when it ends while
 * the daemon itself does not read, for then the client could not finish.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private static final byte NEW_LINE = '\n';

    private final Duration time;
    private Future<?> deadline;

    RequestDeadline(final Duration time) {
        this.time = time;
    }

    /** The time is over. */
    static final class ExceededException extends Exception {

        private static final long serialVersionUID = 1;

        ExceededException() {
            super("the request was not complete in time", null, false, false);
        }
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final ByteBuf bytes = (ByteBuf) message;
        final boolean completes = bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), NEW_LINE) >= 0;
        final boolean isBegun = bytes.isReadable() && bytes.getByte(bytes.writerIndex() - 1) != NEW_LINE;
        if (completes) {
            cancel();
        }
        if (isBegun && deadline == null) {
            schedule(context);
        }
        context.fireChannelRead(message);
    }

    private void schedule(final ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> {
            if (context.channel().config().isAutoRead()) {
                context.fireExceptionCaught(new ExceededException());
            } else {
                schedule(context);
            }
        }, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
