package io.switchd.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.switchd.manage.SwitchControl;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * The control channel: JSON-RPC 2.0, one object a line, over a unix socket. One event loop serves it, and does nothing that could take long; the switch
 * works on its own thread. Who may connect is decided by the kernel: the socket has mode 0660, in a directory that others cannot enter.
 */
public final class ControlServer implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    static {
        // Netty makes names of channels unique among machines by a hardware address, which a namespace need not have; these never leave the process.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
    }

    private final Path socket;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("control"), NioIoHandler.newFactory());
    private final Channel channel;

    private ControlServer(final Path socket, final SwitchControl control, final ControlLimits limits) throws IOException {
        this.socket = socket;
        final RequestReader reader = new RequestReader(limits);
        final ConnectionLimit connectionLimit = new ConnectionLimit(limits);
        channel = new ServerBootstrap()
            .group(group)
            .channel(NioServerDomainSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(final Channel connection) {
                    connection.pipeline().addLast(connectionLimit,
                        new IdleStateHandler(0, 0, limits.idleSeconds()),
                        new WriteTimeoutHandler(limits.writeSeconds()),
                        new RequestDeadline(limits.requestSeconds()),
                        new LineBasedFrameDecoder(limits.requestBytes(), true, true),
                        new RequestHandler(control, reader, limits));
                }
            })
            .bind(UnixDomainSocketAddress.of(socket)).syncUninterruptibly().channel();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    }

    /**
     * Opens the channel. A socket file that is there already is replaced: the caller holds the lock of its directory, so nobody serves it.
     */
    public static ControlServer open(final Path socket, final SwitchControl control, final ControlLimits limits) throws IOException {
        Files.deleteIfExists(socket);
        return new ControlServer(socket, control, limits);
    }

    @Override
    public void close() throws IOException {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        Files.deleteIfExists(socket);
    }
}
