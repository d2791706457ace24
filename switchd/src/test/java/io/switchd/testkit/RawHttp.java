package io.switchd.testkit;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of HTTP over a unix socket that sends what it likes, and reads answers one by one. */
public final class RawHttp implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");
    private static final String END = "\r\n\r\n";

    private final SocketChannel channel;
    /** A byte a character. */
    private final StringBuilder unread = new StringBuilder();

    public RawHttp(final Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** @param head up to the empty line, with it */
    public record Answer(String head, String body) {

        public String status() {
            return head.substring(0, head.indexOf("\r\n"));
        }
    }

    /** Asks for a page, on a connection of its own. */
    public static Answer get(final Path socket, final String path, final String... headers) throws IOException {
        try (RawHttp http = new RawHttp(socket)) {
            return http.get(path, headers).read();
        }
    }

    public RawHttp get(final String path, final String... headers) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: test\r\n" + String.join("", headers) + "\r\n");
    }

    public RawHttp send(final String text) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** The next answer; null when the server has closed the connection. */
    public Answer read() throws IOException {
        while (unread.indexOf(END) < 0) {
            if (!readSome()) {
                return null;
            }
        }
        final int body = unread.indexOf(END) + END.length();
        final Matcher length = LENGTH.matcher(unread.substring(0, body));
        final int end = body + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        while (unread.length() < end) {
            if (!readSome()) {
                throw new AssertionError("an answer was cut off: " + unread);
            }
        }
        final Answer answer = new Answer(unread.substring(0, body),
            new String(unread.substring(body, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        unread.delete(0, end);
        return answer;
    }

    /** A connection that the server closes with something unread ends by a reset. */
    private boolean readSome() throws IOException {
        final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
        try {
            if (channel.read(in) < 0) {
                return false;
            }
        } catch (final SocketException e) {
            return false;
        }
        unread.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
