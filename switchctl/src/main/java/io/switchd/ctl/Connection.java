package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One request line to the daemon and one line back, or several one after another, before a deadline that holds for all of
 * it: a daemon that does not accept, accepts and never reads, or never answers, costs no more time than one that is slow.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A daemon that hangs leaves its queue of connections full, and connect(2) then waits without end. Without
 *       blocking it says EAGAIN at once, the kernel tells nobody when there is room, and so it is tried again.
 *   <li>A daemon may refuse a request before it has read all of it, and close. The rest cannot be written then, but the
 *       reason is already here and is read.
 *   <li>The directory of the socket hides it from those who may not enter. Only what is known not to exist is said not
 *       to.
 * </ul>
 */
final class Connection {

    private static final int BUFFER_SIZE = 64 * 1024;
    private static final int RETRY_MILLIS = 10;
    /** strerror(EAGAIN) in the language that the launcher sets; the platform has no exception of its own for it. */
    private static final String QUEUE_IS_FULL = "Resource temporarily unavailable";

    private final String path;
    private final int timeoutSeconds;
    private final long deadlineNanos;

    Connection(final String path, final int timeoutSeconds) {
        this.path = path;
        this.timeoutSeconds = timeoutSeconds;
        deadlineNanos = System.nanoTime() + timeoutSeconds * 1_000_000_000L;
    }

    /** Takes what the daemon sends after its first answer. */
    interface LineReader {

        /** @param isLast whether no more has come yet. @return false to end */
        boolean read(String line, boolean isLast) throws Failure;
    }

    String exchange(final String request) throws Failure {
        final String[] answer = new String[1];
        stream(request, new LineReader() {
            @Override
            public boolean read(final String line, final boolean isLast) {
                answer[0] = line;
                return false;
            }
        });
        return answer[0];
    }

    /** Sends a request and reads lines until the reader has enough. The deadline is that of the first. */
    void stream(final String request, final LineReader reader) throws Failure {
        try (Selector selector = Selector.open(); SocketChannel channel = connect(selector)) {
            final SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            final IOException broken = send(channel, selector, ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            key.interestOps(SelectionKey.OP_READ);
            receive(channel, selector, broken, reader);
        } catch (final IOException e) {
            throw new Failure(ExitCode.REFUSED, "the connection to the daemon at " + Text.escape(path) + " broke: " + e.getMessage());
        }
    }

    private SocketChannel connect(final Selector selector) throws IOException, Failure {
        while (true) {
            final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (final IOException | RuntimeException e) {
                channel.close();
                if (!QUEUE_IS_FULL.equals(e.getMessage())) {
                    throw unreachable(e);
                }
            }
            selector.select(Math.min(RETRY_MILLIS, millisLeft()));
        }
    }

    private Failure unreachable(final Exception e) {
        final String where = Text.escape(path);
        if (e instanceof IOException && !Files.notExists(Path.of(path))) {
            return Files.isWritable(Path.of(path))
                ? new Failure(ExitCode.NO_DAEMON, "no daemon answers at " + where + " (" + e.getMessage() + "); is switchd running?")
                : new Failure(ExitCode.REFUSED, "permission to use the daemon's socket " + where + " is denied; "
                    + (Files.isWritable(view()) ? "you may look: --socket " + Text.escape(view().toString()) : "run switchctl as root"));
        }
        final String reason = e instanceof IOException ? "No such file or directory" : e.getMessage();
        return new Failure(ExitCode.NO_DAEMON, "no daemon answers at " + where + " (" + reason + "); is switchd running?");
    }

    /** The socket that the daemon has for those who may look, if it has one. */
    private Path view() {
        return Path.of(path).resolveSibling("view.sock");
    }

    /** Returns why the request could not be written whole, or null when it was. */
    private IOException send(final SocketChannel channel, final Selector selector, final ByteBuffer out) throws IOException, Failure {
        while (out.hasRemaining()) {
            await(selector, true);
            try {
                channel.write(out);
            } catch (final IOException e) {
                return e;
            }
        }
        return null;
    }

    /** @param broken what is wrong with the connection already, thrown when there is no answer either */
    private void receive(final SocketChannel channel, final Selector selector, final IOException broken, final LineReader reader)
        throws IOException, Failure {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        final ByteBuffer in = ByteBuffer.allocate(BUFFER_SIZE);
        boolean isAnswered = false;
        while (true) {
            await(selector, !isAnswered);
            final int count = channel.read(in.clear());
            if (count < 0) {
                if (broken != null) {
                    throw broken;
                }
                throw new Failure(ExitCode.REFUSED, "the daemon at " + Text.escape(path) + (isAnswered ? " has closed the connection; did it end?"
                    : " closed the connection without an answer"));
            }
            int begin = 0;
            for (int i = 0; i < count; i++) {
                if (in.get(i) == '\n') {
                    line.write(in.array(), begin, i - begin);
                    begin = i + 1;
                    isAnswered = true;
                    if (!reader.read(line.toString(StandardCharsets.UTF_8), begin == count)) {
                        return;
                    }
                    line.reset();
                }
            }
            line.write(in.array(), begin, count - begin);
        }
    }

    private void await(final Selector selector, final boolean isTimed) throws IOException, Failure {
        selector.selectedKeys().clear();
        while (selector.select(isTimed ? millisLeft() : 0) == 0) {
            selector.selectedKeys().clear();
        }
    }

    /** At least one. */
    private long millisLeft() throws Failure {
        final long millis = (deadlineNanos - System.nanoTime()) / 1_000_000L;
        if (millis <= 0) {
            throw new Failure(ExitCode.DEADLINE, "no answer within " + timeoutSeconds + (timeoutSeconds == 1 ? " second" : " seconds"));
        }
        return millis;
    }
}
