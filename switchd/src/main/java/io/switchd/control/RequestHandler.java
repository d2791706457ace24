package io.switchd.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.Future;
import io.switchd.log.LimitedLog;
import io.switchd.manage.Transaction;
import io.switchd.protocol.RpcErrors;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
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
 *   <li>A read may bring thousands of requests that are refused at once. After some of them the other connections have
 *       their turn; and a user who asks for more than his share, a second or at once, waits.
 *   <li>A notification, a request without id, is carried out and not answered, not even when it is refused: JSON-RPC
 *       2.0 demands it.
 *   <li>A defect costs the request its answer's sense, not the connection its life.
 * </ul>
 *
 * <p>Confined to the event loop of the control channel; the switch answers on its own thread, from which every answer
 * comes back here.
 */
final class RequestHandler extends ChannelInboundHandlerAdapter {

    private static final LimitedLog DEFECTS = LimitedLog.of(RequestHandler.class, Level.ERROR);
    private static final byte[] NOTHING = {};
    private static final int PER_TURN = 16;

    private final ControlService service;
    private final ControlLimits limits;
    private final Account account;
    private final LineBuffer lines;
    private final Queue<Answer> due = new ArrayDeque<>();
    /** Bytes of the requests in due. */
    private int inWork;
    /** Bytes of all requests that are begun, as the other connections know it. */
    private int held;
    private int unsent;
    private Runnable turn;
    private boolean isBeginning;
    private boolean isWaiting;
    private boolean isEnding;
    private EventStream stream;
    private ChannelFuture lastAnswer;

    /** @param account of the user that the connection is of */
    RequestHandler(final ControlService service, final Account account) {
        this.service = service;
        this.account = account;
        limits = service.limits();
        lines = new LineBuffer(limits.requestBytes());
    }

    /** An answer that is due, and its text once it is there; {@link #NOTHING} for a request that wants none. */
    private static final class Answer {
        private final long begunNanos = System.nanoTime();
        private final int requestBytes;
        private byte[] text;
        /** What follows it. */
        private Runnable then = () -> { };

        private Answer(final int requestBytes) {
            this.requestBytes = requestBytes;
        }
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final ByteBuf bytes = (ByteBuf) message;
        if (!isEnding) {
            lines.add(bytes);
        }
        bytes.release();
        beginWaiting(context);
    }

    /** Begins what waits, as far as the limits allow; answers that are sent meanwhile make room for more. */
    private void beginWaiting(final ChannelHandlerContext context) {
        if (isBeginning) {
            return;
        }
        isBeginning = true;
        int begun = 0;
        while (mayBegin(context)) {
            if (++begun > PER_TURN) {
                goOn(context, 0);
                break;
            }
            begin(context, lines.next());
        }
        isBeginning = false;
        hold();
        if (lines.isTooLong()) {
            refuse(context, RpcErrors.INVALID_REQUEST, "request longer than " + limits.requestBytes() + " bytes");
        } else if (service.requests().isTooMuch(held)) {
            refuse(context, RpcErrors.REFUSED, "long requests of others are being taken, and there is no room for another one; try again later");
        } else if (!isWaiting && lines.size() > ControlService.SMALL_REQUEST) {
            waitForShare(context);
        }
        context.channel().config().setAutoRead(!isEnding && !isWaiting && !lines.hasLine() && due.isEmpty() && unsent == 0);
    }

    private boolean mayBegin(final ChannelHandlerContext context) {
        if (isEnding || isWaiting || !lines.hasLine() || lines.isTooLong() || due.size() + unsent >= limits.inFlight()) {
            return false;
        }
        return !waitForShare(context) && !waitForTurn(context);
    }

    /** Whether the user has used up his share; then this goes on, reading too, when there is some again. */
    private boolean waitForShare(final ChannelHandlerContext context) {
        final long wait = account.waitNanos(System.nanoTime());
        if (wait > 0) {
            goOn(context, wait);
        }
        return wait > 0;
    }

    /** Whether the user has as many requests in work as he may; then this goes on, reading too, when one of them is answered. */
    private boolean waitForTurn(final ChannelHandlerContext context) {
        isWaiting = !account.mayBegin(turn = () -> {
            isWaiting = false;
            beginWaiting(context);
        });
        return isWaiting;
    }

    private void goOn(final ChannelHandlerContext context, final long nanos) {
        isWaiting = true;
        context.executor().schedule(() -> {
            isWaiting = false;
            beginWaiting(context);
        }, nanos, TimeUnit.NANOSECONDS);
    }

    /** Tells the others what this connection's requests take. */
    private void hold() {
        final int now = lines.size() + inWork;
        service.requests().add(now - held);
        held = now;
    }

    private void begin(final ChannelHandlerContext context, final ByteBuffer line) {
        final Answer answer = expect(line.remaining());
        inWork += answer.requestBytes;
        account.chargeRequest(answer.requestBytes, answer.begunNanos);
        if (answer.requestBytes <= ControlService.SMALL_REQUEST) {
            carryOut(context, answer, read(line));
        } else {
            readElsewhere(context, answer, ByteBuffer.allocate(answer.requestBytes).put(line).flip());
        }
    }

    private Answer expect(final int requestBytes) {
        final Answer answer = new Answer(requestBytes);
        due.add(answer);
        account.begun();
        return answer;
    }

    /** A line as a request: to follow events when there is no other; or why it is none. */
    private record Reading(Map<String, Object> members, Request request, Exception failure) { }

    /** Safe from any thread. */
    private Reading read(final ByteBuffer line) {
        Map<String, Object> members = Map.of();
        try {
            members = service.reader().read(line);
            return new Reading(members, RequestParser.isMonitor(members) ? null : RequestParser.parse(members, limits, service.access(), account.uid()), null);
        } catch (final RpcException | RuntimeException e) {
            return new Reading(members, null, e);
        }
    }

    /** Reads a long request, while the event loop does something else and this connection waits, so that its requests keep their order. */
    private void readElsewhere(final ChannelHandlerContext context, final Answer answer, final ByteBuffer line) {
        isWaiting = true;
        service.longRequests().execute(() -> {
            final Reading reading = read(line);
            try {
                context.executor().execute(() -> {
                    isWaiting = false;
                    carryOut(context, answer, reading);
                    beginWaiting(context);
                });
            } catch (final RejectedExecutionException e) {
                // the daemon ends, and its connections with it
                context.close();
            }
        });
    }

    private void carryOut(final ChannelHandlerContext context, final Answer answer, final Reading reading) {
        final Map<String, Object> members = reading.members();
        try {
            if (reading.failure() != null) {
                refuse(context, answer, members, reading.failure());
            } else if (reading.request() == null) {
                follow(context, answer, members);
            } else {
                submit(context, answer, reading.request(), ChangeText.of(members));
            }
        } catch (final RpcException | RuntimeException e) {
            refuse(context, answer, members, e);
        }
    }

    private void refuse(final ChannelHandlerContext context, final Answer answer, final Map<String, Object> members, final Exception reason) {
        if (reason instanceof RpcException) {
            service.counters().refused(((RpcException) reason).code());
            service.audit().refused(account.uid(), ChangeText.of(members), (RpcException) reason);
            complete(context, answer, RequestParser.isNotification(members) ? NOTHING : service.writer().error(RequestParser.id(members), (RpcException) reason));
        } else {
            complete(context, answer, failure(RequestParser.id(members), reason));
        }
    }

    private void submit(final ChannelHandlerContext context, final Answer answer, final Request request, final String change) {
        service.control().submit(request.transaction()).whenComplete((result, failure) -> {
            service.audit().answered(request.transaction().uid(), change, result, failure);
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
        stream = service.monitors().begin(context, members.get("method").toString(), RequestParser.monitorParams(members));
        context.pipeline().remove(IdleStateHandler.class);
        context.pipeline().remove(WriteTimeoutHandler.class);
        if (lastAnswer != null) {
            demandInTime(context, lastAnswer);
        }
        answer.then = stream::start;
        complete(context, answer, service.writer().value(RequestParser.id(members), Map.of("sequence", stream.sequence())));
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

    private byte[] answer(final Request request, final Transaction.Result result, final Throwable failure) {
        if (failure != null) {
            final byte[] text = failure(request.id(), failure);
            return request.hasId() ? text : NOTHING;
        }
        try {
            return request.hasId() ? service.writer().result(request, result, service.answers().room()) : NOTHING;
        } catch (final RpcException e) {
            service.counters().refused(e.code());
            return service.writer().error(request.id(), e);
        } catch (final RuntimeException e) {
            return failure(request.id(), e);
        }
    }

    /** The answer to what the switch refused, or to what should not have happened. */
    private byte[] failure(final Object id, final Throwable thrown) {
        final RpcException failure = ResponseWriter.failure(thrown);
        service.counters().refused(failure.code());
        return service.writer().error(id, failure);
    }

    private void complete(final ChannelHandlerContext context, final Answer answer, final byte[] text) {
        answer.text = text;
        inWork -= answer.requestBytes;
        account.chargeAnswer(text.length, System.nanoTime());
        service.counters().answered(System.nanoTime() - answer.begunNanos);
        service.answers().add(text.length);
        while (!due.isEmpty() && due.peek().text != null) {
            final Answer next = due.remove();
            if (next.text != NOTHING) {
                write(context, next.text);
            }
            next.then.run();
        }
        context.flush();
        account.ended();
        beginWaiting(context);
    }

    private void write(final ChannelHandlerContext context, final byte[] text) {
        unsent++;
        lastAnswer = context.write(Unpooled.wrappedBuffer(text));
        lastAnswer.addListener(sent -> {
            service.answers().add(-text.length);
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
    private void refuse(final ChannelHandlerContext context, final int code, final String message) {
        if (isEnding) {
            return;
        }
        end();
        final Answer answer = expect(0);
        service.counters().refused(code);
        final RpcException reason = new RpcException(code, message);
        service.audit().refused(account.uid(), Audit.UNREAD, reason);
        complete(context, answer, service.writer().error(null, reason));
    }

    private void end() {
        isEnding = true;
        lines.clear();
        hold();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        end();
        account.leave(turn);
        if (stream != null) {
            service.monitors().end(stream);
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
        if (cause instanceof RequestDeadline.ExceededException) {
            refuse(context, RpcErrors.INVALID_REQUEST, "request not complete within " + limits.requestTime().toMillis() + " ms of its first byte");
        } else {
            if (!(cause instanceof IOException || cause instanceof WriteTimeoutException)) {
                DEFECTS.log("", "a connection of the control channel met a defect and is closed", cause);
            }
            context.close();
        }
    }
}
