package io.switchd.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.WriteTimeoutException;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * One connection: answers requests for the one page, and each other one with an error. The next request is read when the
 * answer before it has been taken, so that a client which sends many and reads none has one answer in memory. It is asked
 * for as a task of its own: Netty's flow control (4.2.20) loses what it is asked for while it still hands a request over.
 *
 * <p>Confined to the event loop of the server.
 */
final class PageHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final LimitedLog DEFECTS = LimitedLog.of(PageHandler.class, Level.ERROR);
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final String path;
    private final Page page;
    /** A request has been asked for and has not come. */
    private boolean waiting;

    PageHandler(final String path, final Page page) {
        this.path = path;
        this.page = page;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        ask(context);
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        if (waiting) {
            context.read();
        }
    }

    private void ask(final ChannelHandlerContext context) {
        waiting = true;
        context.read();
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
        waiting = false;
        context.writeAndFlush(answer(request)).addListener(sent -> {
            if (sent.isSuccess()) {
                context.executor().execute(() -> ask(context));
            } else {
                context.close();
            }
        });
    }

    private FullHttpResponse answer(final FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            final FullHttpResponse refusal = error(HttpResponseStatus.BAD_REQUEST, "this is no request, or too long a one");
            HttpUtil.setKeepAlive(refusal, false);
            return refusal;
        }
        final int query = request.uri().indexOf('?');
        if (!path.equals(query < 0 ? request.uri() : request.uri().substring(0, query))) {
            return error(HttpResponseStatus.NOT_FOUND, "there is nothing here but " + path);
        }
        if (!HttpMethod.GET.equals(request.method())) {
            final FullHttpResponse refusal = error(HttpResponseStatus.METHOD_NOT_ALLOWED, path + " can be had by GET and by nothing else");
            refusal.headers().set(HttpHeaderNames.ALLOW, HttpMethod.GET);
            return refusal;
        }
        try {
            final Page.Content content = page.content(request.headers().get(HttpHeaderNames.ACCEPT));
            return response(HttpResponseStatus.OK, content.type(), content.text());
        } catch (final RuntimeException e) {
            DEFECTS.log(path, path + " met a defect", e);
            return error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "a defect, told in the log");
        }
    }

    private static FullHttpResponse error(final HttpResponseStatus status, final String sentence) {
        return response(status, PLAIN, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static FullHttpResponse response(final HttpResponseStatus status, final String type, final byte[] text) {
        final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(text));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, text.length);
        return response;
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof WriteTimeoutException)) {
            DEFECTS.log(path, "a connection for " + path + " met a defect and is closed", cause);
        }
        context.close();
    }
}
