package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One request line to the daemon and one line back, before a deadline that holds for all of it: a daemon that accepts
 * and never reads, or never answers, costs no more time than one that is slow.
 */
final class Connection {

    private static final int BUFFER_SIZE = 64 * 1024;

    private final String path;
    private final int timeoutSeconds;
    private final long deadlineNanos;

    Connection(final String path, final int timeoutSeconds) {
        this.path = path;
        this.timeoutSeconds = timeoutSeconds;
        deadlineNanos = System.nanoTime() + timeoutSeconds * 1_000_000_000L;
    }

    String exchange(final String request) throws Failure {
        try (SocketChannel channel = connect(); Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            final SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            final ByteBuffer out = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                await(selector);
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
            return readLine(channel, selector);
        } catch (final IOException e) {
            throw new Failure(ExitCode.REFUSED, "the connection to the daemon at " + Text.escape(path) + " broke: " + e.getMessage());
        }
    }

    private SocketChannel connect() throws Failure {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (final IOException | RuntimeException e) {
            throw new Failure(ExitCode.NO_DAEMON, "no daemon answers at " + Text.escape(path) + " (" + reason(e) + "); is switchd running?");
        }
    }

    private String reason(final Exception e) {
        if (!Files.exists(Path.of(path))) {
            return "No such file or directory";
        }
        return Files.isWritable(Path.of(path)) ? String.valueOf(e.getMessage()) : "Permission denied";
    }

    private String readLine(final SocketChannel channel, final Selector selector) throws IOException, Failure {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        final ByteBuffer in = ByteBuffer.allocate(BUFFER_SIZE);
        while (true) {
            await(selector);
            final int count = channel.read(in);
            if (count < 0) {
                throw new Failure(ExitCode.REFUSED, "the daemon at " + Text.escape(path) + " closed the connection without an answer");
            }
            for (int i = 0; i < count; i++) {
                if (in.get(i) == '\n') {
                    line.write(in.array(), 0, i);
                    return line.toString(StandardCharsets.UTF_8);
                }
            }
            line.write(in.array(), 0, count);
            in.clear();
        }
    }

    private void await(final Selector selector) throws IOException, Failure {
        selector.selectedKeys().clear();
        final long millis = (deadlineNanos - System.nanoTime()) / 1_000_000L;
        if (millis <= 0 || selector.select(millis) == 0 && System.nanoTime() >= deadlineNanos) {
            throw new Failure(ExitCode.DEADLINE, "no answer within " + timeoutSeconds + (timeoutSeconds == 1 ? " second" : " seconds"));
        }
    }
}
