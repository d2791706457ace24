package io.switchd.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.switchd.event.Event;
import io.switchd.event.EventCursor;
import io.switchd.event.EventLog;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The events that one client follows, sent as notifications. No more is sent than the client takes: while its socket and
 * the little that waits before it are full nothing is read from the log, so a client that is slow costs no memory, and
 * misses what the log has forgotten meanwhile.
 *
 * <p>Confined to the event loop of the control channel; whoever tells an event only makes it look.
 */
final class EventStream {

    private static final int PER_LOOK = 256;

    private final ChannelHandlerContext context;
    private final EventLog events;
    private final EventCursor cursor;
    private final ResponseWriter writer;
    private final AtomicBoolean isDue = new AtomicBoolean();
    private final Runnable listener = this::lookSoon;
    private boolean isClosed;

    EventStream(final ChannelHandlerContext context, final EventLog events, final EventCursor cursor, final ResponseWriter writer) {
        this.context = context;
        this.events = events;
        this.cursor = cursor;
        this.writer = writer;
    }

    /** Number of the event after which it begins. */
    long sequence() {
        return cursor.last();
    }

    void start() {
        events.addListener(listener);
        lookSoon();
    }

    private void lookSoon() {
        if (isDue.compareAndSet(false, true)) {
            try {
                context.executor().execute(this::look);
            } catch (final RejectedExecutionException e) {
                // the daemon ends, and whoever told the event has to come to its own end
                isDue.set(false);
            }
        }
    }

    /** Sends what there is, as far as the client takes it; others have their turn after a while. */
    void look() {
        isDue.set(false);
        int sent = 0;
        while (!isClosed && context.channel().isWritable() && sent < PER_LOOK) {
            final Event event = cursor.next();
            if (event == null) {
                break;
            }
            context.write(Unpooled.wrappedBuffer(writer.event(event)));
            sent++;
        }
        if (sent > 0) {
            context.flush();
        }
        if (sent == PER_LOOK) {
            lookSoon();
        }
    }

    void close() {
        isClosed = true;
        events.removeListener(listener);
    }
}
