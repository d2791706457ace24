package io.switchd.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.switchd.event.EventLog;
import io.switchd.manage.SwitchControl;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * The control channel: JSON-RPC 2.0, one object a line, over unix sockets. One event loop serves them all, does nothing
 * that could take long, and takes from each connection no more in its turn than what a read gives; the switch works on its own
 * thread, and long requests are read on another. Bytes alone are received: descriptors that a client sends along are closed by the kernel, since nobody asks for
 * them (unix(7), SCM_RIGHTS).
 */
public final class ControlServer implements AutoCloseable {

    private static final int BACKLOG = 64;

    static {
        // Netty makes names of channels unique among machines by a hardware address, which a namespace need not have;
        // these never leave the process.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
    }

    private final List<ControlSocket> sockets;
    private final Peers peers;
    private final ExecutorService longRequests = Executors.newSingleThreadExecutor(new DefaultThreadFactory("long-requests", true));
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("control"), NioIoHandler.newFactory());

    private ControlServer(final List<ControlSocket> sockets, final Peers peers) {
        this.sockets = sockets;
        this.peers = peers;
    }

    /**
     * Opens the channel. A socket file that is there already is replaced: the caller holds the lock of its directory,
     * so nobody serves it. The file appears under its name only when it has its group and mode and is listened at.
     *
     * @param counters of its work, to be written by its event loop alone
     * @param uidOf the uid of a user's name, or of its digits when it has no name; -1 when nobody has it
     */
    public static ControlServer open(final List<ControlSocket> sockets, final SwitchControl control, final EventLog events, final ControlCounters counters,
                                     final ToIntFunction<String> uidOf) throws IOException {
        final ControlServer server = new ControlServer(List.copyOf(sockets), new Peers(uidOf));
        for (final ControlSocket socket : sockets) {
            try {
                server.bind(socket.unnamed(), ControlService.of(control, events, counters, socket.access(), socket.limits(), server.longRequests));
                socket.name();
            } catch (final IOException | RuntimeException e) {
                server.close();
                throw new IOException("cannot listen at " + socket.path() + ": " + e.getMessage(), e);
            }
        }
        return server;
    }

    private void bind(final Path path, final ControlService service) throws IOException {
        final ControlLimits limits = service.limits();
        final ConnectionLimit connections =
            new ConnectionLimit(limits.crowd(), service.writer(), peers, service.counters(), (connection, account) -> serve(connection, account, service));
        final ChannelFuture bound = new ServerBootstrap()
            .group(group)
            .channel(NioServerDomainSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .handler(new AcceptFailures())
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
            .childHandler(connections)
            .bind(UnixDomainSocketAddress.of(path)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
    }

    /** Its event loop, for who asks whether it goes on. */
    public Executor eventLoop() {
        return group;
    }

    private static void serve(final Channel connection, final Account account, final ControlService service) {
        final ControlLimits limits = service.limits();
        connection.pipeline().addLast(
            new IdleStateHandler(0, 0, limits.idleTime().toNanos(), TimeUnit.NANOSECONDS),
            new WriteTimeoutHandler(limits.writeTime().toNanos(), TimeUnit.NANOSECONDS),
            new RequestDeadline(limits.requestTime()),
            new RequestHandler(service, account));
    }

    /** Closes the channel and its connections; what is in flight is not answered any more. */
    @Override
    public void close() throws IOException {
        for (final ControlSocket socket : sockets) {
            Files.deleteIfExists(socket.path());
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        peers.close();
        longRequests.shutdownNow();
    }
}
