package io.switchd.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that talks to the daemon itself: sends any text over the control socket, and reads the answers, a line each. */
public final class ControlClient implements AutoCloseable {

    private final SocketChannel channel;
    private final BufferedReader answers;

    public ControlClient(final Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /** Sends a text; for the sake of JSON in tests an apostrophe stands for a quotation mark. */
    public ControlClient send(final String text) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Tells the daemon that nothing more will come, and leaves open the way back. */
    public ControlClient finish() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** The next answer; null when the daemon has closed the connection. */
    public String receive() throws IOException {
        return answers.readLine();
    }

    /** Sends a method with parameters given as JSON, and returns the answer. */
    public String call(final String method, final String params) throws IOException {
        return send("{'jsonrpc':'2.0','id':1,'method':'" + method + "','params':" + params + "}\n").receive();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
