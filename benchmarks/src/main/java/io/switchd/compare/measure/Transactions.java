package io.switchd.compare.measure;

import io.switchd.linux.netns.NetworkNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Requests and answers of one byte on one TCP connection, each request when the answer before it has come: what a remote
 * procedure call or a query of a database waits for. Both ends are threads of this process, their sockets in the hosts'
 * namespaces.
 */
final class Transactions {

    private static final int MOST = 2_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final long[] nanos;
    private final long totalNanos;

    private Transactions(final long[] nanos, final long totalNanos) {
        this.nanos = nanos;
        this.totalNanos = totalNanos;
        Arrays.sort(nanos);
    }

    static Transactions run(final Bench bench, final int port) throws IOException {
        final NetworkNamespaces namespaces = new NetworkNamespaces(bench.lab().namespaces());
        final InetSocketAddress address = new InetSocketAddress(bench.host(1).address(), port);
        try (ServerSocketChannel server = namespaces.in(bench.host(1).netns(), () -> ServerSocketChannel.open().bind(address));
             SocketChannel client = namespaces.in(bench.host(0).netns(), () -> SocketChannel.open(address));
             SocketChannel accepted = server.accept()) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            CompletableFuture.delayedExecutor(bench.effort().warmUp().plus(bench.effort().frames()).plus(PATIENCE).toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> close(client));
            final CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> answer(accepted), task -> new Thread(task, "answers").start());
            ask(client, bench.effort().warmUp());
            final Transactions transactions = ask(client, bench.effort().frames());
            client.shutdownOutput();
            answers.join();
            return transactions;
        }
    }

    /** A wait for an answer that never comes ends with it. */
    private static void close(final SocketChannel channel) {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transactions ask(final SocketChannel channel, final Duration duration) throws IOException {
        final ByteBuffer one = ByteBuffer.allocateDirect(1);
        final long[] nanos = new long[MOST];
        final long start = System.nanoTime();
        int count = 0;
        long before = start;
        while (before - start < duration.toNanos() && count < MOST) {
            channel.write(one.clear());
            if (channel.read(one.clear()) < 0) {
                throw new IOException("the other end has closed the connection");
            }
            final long now = System.nanoTime();
            nanos[count++] = now - before;
            before = now;
        }
        return new Transactions(Arrays.copyOf(nanos, count), before - start);
    }

    private static void answer(final SocketChannel channel) {
        final ByteBuffer one = ByteBuffer.allocateDirect(1);
        try {
            while (channel.read(one.clear()) > 0) {
                channel.write(one.flip());
            }
        } catch (final IOException e) {
            throw new IllegalStateException("requests went unanswered", e);
        }
    }

    double perSecond() {
        return nanos.length * 1e9 / totalNanos;
    }

    /** In microseconds; 99.9 is possible. */
    double percentile(final double percent) {
        return nanos[(int) Math.min(nanos.length - 1, Math.round(nanos.length * percent / 100))] / 1e3;
    }
}
