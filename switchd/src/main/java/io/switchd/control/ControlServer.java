package io.switchd.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.switchd.event.EventLog;
import io.switchd.manage.SwitchControl;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * The control channel: JSON-RPC 2.0, one object a line, over a unix socket. One event loop serves it, and does nothing
 * that could take long; the switch works on its own thread. Who may connect is decided by the kernel: the socket has
 * mode 0660, in a directory that others cannot enter.
 */
public final class ControlServer implements AutoCloseable {

    private static final int BACKLOG = 64;

    static {
        // Netty makes names of channels unique among machines by a hardware address, which a namespace need not have;
        // these never leave the process.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
    }

    private final Path socket;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("control"), NioIoHandler.newFactory());

    private ControlServer(final Path socket) {
        this.socket = socket;
    }

    /**
     * Opens the channel. A socket file that is there already is replaced: the caller holds the lock of its directory,
     * so nobody serves it. The file appears under its name only when it has its mode and is listened at.
     *
     * @param counters of its work, to be written by its event loop alone
     * @param uidOf the uid of a user's name, or of its digits when it has no name; -1 when nobody has it
     */
    public static ControlServer open(final Path socket, final SwitchControl control, final EventLog events, final ControlLimits limits,
                                     final ControlCounters counters, final ToIntFunction<String> uidOf) throws IOException {
        final ControlServer server = new ControlServer(socket);
        try {
            final Path unnamed = socket.resolveSibling("new.sock");
            Files.deleteIfExists(unnamed);
            server.bind(unnamed, control, events, limits, counters, new Peers(uidOf));
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-rw----"));
            Files.move(unnamed, socket, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (final IOException | RuntimeException e) {
            server.close();
            throw new IOException("cannot listen at " + socket + ": " + e.getMessage(), e);
        }
    }

    private void bind(final Path path, final SwitchControl control, final EventLog events, final ControlLimits limits,
                      final ControlCounters counters, final Peers peers) throws IOException {
        final RequestReader reader = new RequestReader(limits);
        final ResponseWriter writer = new ResponseWriter(limits);
        final Monitors monitors = new Monitors(events, writer, limits);
        final UnreadAnswers unread = new UnreadAnswers(limits.unreadBytes());
        final Audit audit = new Audit(control);
        final ConnectionLimit connectionLimit = new ConnectionLimit(limits, writer, peers, counters);
        final ChannelFuture bound = new ServerBootstrap()
            .group(group)
            .channel(NioServerDomainSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .handler(new AcceptFailures())
            .childHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(final Channel connection) {
                    connection.pipeline().addLast(connectionLimit,
                        new IdleStateHandler(0, 0, limits.idleTime().toNanos(), TimeUnit.NANOSECONDS),
                        new WriteTimeoutHandler(limits.writeTime().toNanos(), TimeUnit.NANOSECONDS),
                        new RequestDeadline(limits.requestTime()),
                        new LineBasedFrameDecoder(limits.requestBytes(), true, true),
                        new RequestHandler(control, monitors, reader, writer, unread, peers, limits, counters, audit));
                }
            })
            .bind(UnixDomainSocketAddress.of(path)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
    }

    /** Its event loop, for who asks whether it goes on. */
    public Executor eventLoop() {
        return group;
    }

    /** Closes the channel and its connections; what is in flight is not answered any more. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
