package io.switchd.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.Future;
import io.switchd.log.LimitedLog;
import io.switchd.manage.SwitchControl;
import io.switchd.manage.Transaction;
import io.switchd.protocol.RpcErrors;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One connection of the control channel: takes requests, a line each, and answers them in their order, however long
 * each takes.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>While an answer is due or on its way, nothing is read. What came with the same read waits here, and is begun as
 *       far as the limit of requests in flight allows. So a client that sends without end, or does not read its
 *       answers, fills its own socket and nothing else; and one that ends its side after the request ({@code nc -N -U})
 *       is not seen to have ended before it has its answer.
 *   <li>A notification, a request without id, is carried out and not answered, not even when it is refused: JSON-RPC
 *       2.0 demands it.
 *   <li>A defect costs the request its answer's sense, not the connection its life.
 * </ul>
 *
 * <p>Confined to the event loop of the control channel; the switch answers on its own thread, from which every answer
 * comes back here.
 */
final class RequestHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private static final LimitedLog DEFECTS = LimitedLog.of(RequestHandler.class, Level.ERROR);
    private static final byte[] NOTHING = {};

    private final SwitchControl control;
    private final Monitors monitors;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final UnreadAnswers unread;
    private final Peers peers;
    private final ControlLimits limits;
    private final ControlCounters counters;
    private final Audit audit;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private final Queue<Answer> due = new ArrayDeque<>();
    private int unsent;
    private boolean isBeginning;
    private boolean isEnding;
    private OptionalInt uid = OptionalInt.empty();
    private EventStream stream;
    private ChannelFuture lastAnswer;

    RequestHandler(final SwitchControl control, final Monitors monitors, final RequestReader reader, final ResponseWriter writer, final UnreadAnswers unread,
                   final Peers peers, final ControlLimits limits, final ControlCounters counters, final Audit audit) {
        this.control = control;
        this.monitors = monitors;
        this.unread = unread;
        this.reader = reader;
        this.writer = writer;
        this.peers = peers;
        this.limits = limits;
        this.counters = counters;
        this.audit = audit;
    }

    /** An answer that is due, and its text once it is there; {@link #NOTHING} for a request that wants none. */
    private static final class Answer {
        private final long begunNanos = System.nanoTime();
        private byte[] text;
        /** What follows it. */
        private Runnable then = () -> { };
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf line) {
        if (line.isReadable() && !isEnding) {
            waiting.add(line.retain());
            beginWaiting(context);
        }
    }

    /** Begins what waits, as far as the limit allows; answers that are sent meanwhile make room for more. */
    private void beginWaiting(final ChannelHandlerContext context) {
        if (isBeginning) {
            return;
        }
        isBeginning = true;
        while (!waiting.isEmpty() && due.size() + unsent < limits.inFlight()) {
            final ByteBuf line = waiting.remove();
            begin(context, line);
            line.release();
        }
        isBeginning = false;
        context.channel().config().setAutoRead(!isEnding && waiting.isEmpty() && due.isEmpty() && unsent == 0);
    }

    private void begin(final ChannelHandlerContext context, final ByteBuf line) {
        final Answer answer = new Answer();
        due.add(answer);
        Map<String, Object> members = Map.of();
        try {
            members = reader.read(line.nioBuffer());
            if (RequestParser.isMonitor(members)) {
                follow(context, answer, members);
                return;
            }
            final Request request = RequestParser.parse(members, limits, uid(context));
            submit(context, answer, request, ChangeText.of(members));
        } catch (final RpcException e) {
            counters.refused(e.code());
            audit.refused(uid(context), ChangeText.of(members), e);
            complete(context, answer, RequestParser.isNotification(members) ? NOTHING : writer.error(RequestParser.id(members), e));
        } catch (final RuntimeException e) {
            complete(context, answer, failure(RequestParser.id(members), e));
        }
    }

    private void submit(final ChannelHandlerContext context, final Answer answer, final Request request, final String change) {
        control.submit(request.transaction()).whenComplete((result, failure) -> {
            audit.answered(request.transaction().uid(), change, result, failure);
            context.executor().execute(() -> complete(context, answer, answer(request, result, failure)));
        });
    }

    /**
     * Begins to send events, behind the answer. What a quiet switch or a client that reads slowly would run into, the limits
     * of idle and of writing time, goes for them; answers must be read in time as before.
     */
    private void follow(final ChannelHandlerContext context, final Answer answer, final Map<String, Object> members) throws RpcException {
        if (stream != null) {
            throw new RpcException(RpcErrors.REFUSED, "this connection follows events already");
        }
        stream = monitors.begin(context, members.get("method").toString(), RequestParser.monitorParams(members));
        context.pipeline().remove(IdleStateHandler.class);
        context.pipeline().remove(WriteTimeoutHandler.class);
        if (lastAnswer != null) {
            demandInTime(context, lastAnswer);
        }
        answer.then = stream::start;
        complete(context, answer, writer.value(RequestParser.id(members), Map.of("sequence", stream.sequence())));
    }

    private void demandInTime(final ChannelHandlerContext context, final ChannelFuture written) {
        context.executor().schedule(() -> {
            if (!written.isDone()) {
                exceptionCaught(context, WriteTimeoutException.INSTANCE);
            }
        }, limits.writeTime().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext context) {
        if (stream != null) {
            stream.look();
        }
        context.fireChannelWritabilityChanged();
    }

    /** Asked for once, since nobody changes who he was when he connected. */
    private int uid(final ChannelHandlerContext context) {
        if (uid.isEmpty()) {
            uid = OptionalInt.of(peers.uid(context.channel()));
        }
        return uid.getAsInt();
    }

    private byte[] answer(final Request request, final Transaction.Result result, final Throwable failure) {
        if (failure != null) {
            final byte[] text = failure(request.id(), failure);
            return request.hasId() ? text : NOTHING;
        }
        try {
            return request.hasId() ? writer.result(request, result, unread.room()) : NOTHING;
        } catch (final RpcException e) {
            counters.refused(e.code());
            return writer.error(request.id(), e);
        } catch (final RuntimeException e) {
            return failure(request.id(), e);
        }
    }

    /** The answer to what the switch refused, or to what should not have happened. */
    private byte[] failure(final Object id, final Throwable thrown) {
        final RpcException failure = ResponseWriter.failure(thrown);
        counters.refused(failure.code());
        return writer.error(id, failure);
    }

    private void complete(final ChannelHandlerContext context, final Answer answer, final byte[] text) {
        answer.text = text;
        counters.answered(System.nanoTime() - answer.begunNanos);
        unread.add(text.length);
        while (!due.isEmpty() && due.peek().text != null) {
            final Answer next = due.remove();
            if (next.text != NOTHING) {
                write(context, next.text);
            }
            next.then.run();
        }
        context.flush();
        beginWaiting(context);
    }

    private void write(final ChannelHandlerContext context, final byte[] text) {
        unsent++;
        lastAnswer = context.write(Unpooled.wrappedBuffer(text));
        lastAnswer.addListener(sent -> {
            unread.remove(text.length);
            sent(context, sent);
        });
        if (stream != null) {
            demandInTime(context, lastAnswer);
        }
    }

    private void sent(final ChannelHandlerContext context, final Future<?> sent) {
        unsent--;
        if (!sent.isSuccess()) {
            exceptionCaught(context, sent.cause());
        } else if (isEnding && due.isEmpty() && unsent == 0) {
            context.close();
        } else {
            beginWaiting(context);
        }
    }

    /** Answers what is in flight, then this, and closes. */
    private void refuse(final ChannelHandlerContext context, final String message) {
        if (isEnding) {
            return;
        }
        end();
        final Answer answer = new Answer();
        due.add(answer);
        counters.refused(RpcErrors.INVALID_REQUEST);
        complete(context, answer, writer.error(null, new RpcException(RpcErrors.INVALID_REQUEST, message)));
    }

    private void end() {
        isEnding = true;
        while (!waiting.isEmpty()) {
            waiting.remove().release();
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        end();
        if (stream != null) {
            monitors.end(stream);
        }
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) {
        if (event instanceof IdleStateEvent && due.isEmpty() && unsent == 0) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            refuse(context, "request longer than " + limits.requestBytes() + " bytes");
        } else if (cause instanceof RequestDeadline.ExceededException) {
            refuse(context, "request not complete within " + limits.requestTime().toMillis() + " ms of its first byte");
        } else {
            if (!(cause instanceof IOException || cause instanceof WriteTimeoutException)) {
                DEFECTS.log("", "a connection of the control channel met a defect and is closed", cause);
            }
            context.close();
        }
    }
}
