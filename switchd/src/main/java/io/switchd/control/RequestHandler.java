package io.switchd.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.WriteTimeoutException;
import io.switchd.manage.CommandFailedException;
import io.switchd.manage.SwitchControl;
import io.switchd.manage.Transaction;
import io.switchd.protocol.RpcErrors;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;

/**
 * One connection of the control channel: takes requests, a line each, and answers them in their order, however long each takes. On the event loop of the
 * control channel; the switch answers on its own thread, from which every answer comes back here.
 */
final class RequestHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger LOG = System.getLogger(RequestHandler.class.getName());

    private final SwitchControl control;
    private final RequestReader reader;
    private final ControlLimits limits;
    private final Queue<Answer> answers = new ArrayDeque<>();

    RequestHandler(final SwitchControl control, final RequestReader reader, final ControlLimits limits) {
        this.control = control;
        this.reader = reader;
        this.limits = limits;
    }

    /** An answer that is due, and its text once it is there; empty for a request that wants none. */
    private static final class Answer {
        private byte[] text;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf line) {
        if (!line.isReadable()) {
            return;
        }
        final Answer answer = new Answer();
        answers.add(answer);
        if (answers.size() >= limits.inFlight()) {
            context.channel().config().setAutoRead(false);
        }
        Object id = null;
        try {
            final Map<String, Object> members = reader.read(line.nioBuffer());
            id = members.get("id");
            submit(context, RequestParser.parse(members), answer);
        } catch (final RpcException e) {
            complete(context, answer, error(id instanceof Map || id instanceof Iterable ? null : id, e.code(), e.getMessage(), e.command()));
        }
    }

    private void submit(final ChannelHandlerContext context, final Request request, final Answer answer) {
        control.submit(request.transaction()).whenComplete((result, failure) -> context.executor().execute(() -> {
            final Map<String, Object> response = failure == null ? success(request, result) : failed(request.id(), failure);
            complete(context, answer, request.hasId() ? response : null);
        }));
    }

    private void complete(final ChannelHandlerContext context, final Answer answer, final Map<String, Object> response) {
        answer.text = response == null ? new byte[0] : reader.write(response);
        while (!answers.isEmpty() && answers.peek().text != null) {
            final byte[] text = answers.remove().text;
            if (text.length > 0) {
                context.write(Unpooled.wrappedBuffer(text, new byte[] {'\n'}));
            }
        }
        context.flush();
        resume(context);
    }

    private void resume(final ChannelHandlerContext context) {
        if (answers.size() < limits.inFlight() && context.channel().isWritable()) {
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            resume(context);
        } else {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) {
        if (event instanceof IdleStateEvent && answers.isEmpty()) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            refuseAndClose(context, "the request is longer than " + limits.requestBytes() + " bytes");
        } else if (cause instanceof RequestDeadline.ExceededException) {
            refuseAndClose(context, "the request was not complete within " + limits.requestSeconds() + " seconds");
        } else {
            if (!(cause instanceof IOException || cause instanceof WriteTimeoutException)) {
                LOG.log(Level.ERROR, "a connection of the control channel met a defect and is closed", cause);
            }
            context.close();
        }
    }

    private void refuseAndClose(final ChannelHandlerContext context, final String message) {
        context.channel().config().setAutoRead(false);
        final byte[] text = reader.write(error(null, RpcErrors.INVALID_REQUEST, message, -1));
        context.writeAndFlush(Unpooled.wrappedBuffer(text, new byte[] {'\n'})).addListener(ChannelFutureListener.CLOSE);
    }

    private static Map<String, Object> success(final Request request, final Transaction.Result result) {
        final Map<String, Object> response = response(request.id());
        if (request.single()) {
            response.put("result", result.values().get(0));
            return response;
        }
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("results", result.values());
        members.put("generation", result.generation());
        if (request.transaction().dryRun()) {
            members.put("changes", result.changes());
        }
        response.put("result", members);
        return response;
    }

    private static Map<String, Object> failed(final Object id, final Throwable thrown) {
        final Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (failure instanceof CommandFailedException) {
            return error(id, RpcErrors.REFUSED, failure.getMessage(), ((CommandFailedException) failure).command());
        }
        LOG.log(Level.ERROR, "a request met a defect", failure);
        return error(id, RpcErrors.INTERNAL_ERROR, "internal error: " + failure, -1);
    }

    private static Map<String, Object> error(final Object id, final int code, final String message, final int command) {
        final Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        if (command >= 0) {
            error.put("data", Collections.singletonMap("command", command));
        }
        final Map<String, Object> response = response(id);
        response.put("error", error);
        return response;
    }

    private static Map<String, Object> response(final Object id) {
        final Map<String, Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", id);
        return response;
    }
}
