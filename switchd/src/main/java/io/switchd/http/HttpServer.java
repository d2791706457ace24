package io.switchd.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Serves one page over HTTP, to be read by GET, on an event loop and thread of its own: to make the page may take longer
 * than whoever administers the switch should wait.
 */
public final class HttpServer implements AutoCloseable {

    private static final int BACKLOG = 64;
    /** Requests have no content. */
    private static final int CONTENT_BYTES = 0;

    static {
        // Netty makes names of channels unique among machines by a hardware address, which a namespace need not have;
        // these never leave the process.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
    }

    private final EventLoopGroup group;
    private Path socketFile;

    private HttpServer(final String thread) {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(thread), NioIoHandler.newFactory());
    }

    /**
     * Begins to serve.
     *
     * @param thread name of its thread
     * @param path   of the page
     * @throws IOException with one sentence when it cannot be listened there
     */
    public static HttpServer open(final String thread, final ListenAddress where, final String path, final Page page, final HttpLimits limits)
        throws IOException {
        final HttpServer server = new HttpServer(thread);
        try {
            if (where.address() instanceof UnixDomainSocketAddress) {
                server.bindFile(((UnixDomainSocketAddress) where.address()).getPath(), path, page, limits);
            } else {
                server.bind(NioServerSocketChannel.class, where.address(), path, page, limits);
            }
            return server;
        } catch (final IOException | RuntimeException e) {
            server.close();
            throw new IOException("cannot listen at " + where.text() + ": " + e.getMessage(), e);
        }
    }

    private void bindFile(final Path file, final String path, final Page page, final HttpLimits limits) throws IOException {
        SocketFile.demandFree(file);
        Files.deleteIfExists(SocketFile.unnamed(file));
        try {
            bind(NioServerDomainSocketChannel.class, UnixDomainSocketAddress.of(SocketFile.unnamed(file)), path, page, limits);
            SocketFile.name(file);
            socketFile = file;
        } finally {
            Files.deleteIfExists(SocketFile.unnamed(file));
        }
    }

    private void bind(final Class<? extends ServerChannel> kind, final SocketAddress address, final String path, final Page page, final HttpLimits limits)
        throws IOException {
        final ConnectionLimit connectionLimit = new ConnectionLimit(limits.connections());
        final HttpDecoderConfig decoding = new HttpDecoderConfig().setMaxInitialLineLength(limits.lineBytes()).setMaxHeaderSize(limits.headerBytes());
        final ChannelFuture bound = new ServerBootstrap()
            .group(group)
            .channel(kind)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(final Channel connection) {
                    connection.pipeline().addLast(connectionLimit,
                        new WriteTimeoutHandler(limits.writeTime().toNanos(), TimeUnit.NANOSECONDS),
                        new RequestDeadline(limits),
                        new HttpServerCodec(decoding),
                        new HttpServerKeepAliveHandler(),
                        new HttpObjectAggregator(CONTENT_BYTES, true),
                        new FlowControlHandler(),
                        new PageHandler(path, page));
                }
            })
            .bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(reason(bound.cause()), bound.cause());
        }
    }

    /** Netty's own words are around what the system said. */
    private static String reason(final Throwable cause) {
        return cause.getCause() == null ? cause.getMessage() : reason(cause.getCause());
    }

    /** Closes the page and its connections; what is in flight is not answered any more. */
    @Override
    public void close() throws IOException {
        if (socketFile != null) {
            Files.deleteIfExists(socketFile);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
