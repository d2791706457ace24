package io.switchd.ctl;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does what clients do, so that the JVM sees which classes they need and the launcher can have it archive them. It
 * talks to itself over a socket in the directory that is the argument: whether a daemon runs makes no difference. Nothing else
 * uses it.
 */
public final class Training {

    private static final String[][] CALLS = {{"list-br"}, {"-j", "list-br"}, {"-t", "5", "add-br", "br", "mac-aging-time=60", "--", "list-br"}};
    private static final byte[] ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"results\":[[\"a\",\"b\"],null],\"generation\":1}}\n"
        .getBytes(StandardCharsets.UTF_8);
    private static final int BUFFER_SIZE = 4_096;

    private Training() {
    }

    public static void main(final String[] args) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            final String socket = Path.of(args[0], "sock").toString();
            server.bind(UnixDomainSocketAddress.of(socket));
            final Thread daemon = new Thread() {
                @Override
                public void run() {
                    answer(server);
                }
            };
            daemon.setDaemon(true);
            daemon.start();
            final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
            for (final String[] call : CALLS) {
                if (Switchctl.run(call, socket, nowhere, System.err) != ExitCode.DONE) {
                    System.exit(ExitCode.REFUSED);
                }
            }
            Files.createFile(Path.of(args[0], "trained"));
        }
    }

    private static void answer(final ServerSocketChannel server) {
        final ByteBuffer request = ByteBuffer.allocate(BUFFER_SIZE);
        while (server.isOpen()) {
            try (SocketChannel connection = server.accept()) {
                connection.read(request.clear());
                connection.write(ByteBuffer.wrap(ANSWER));
            } catch (final IOException e) {
                // the training is over, or the call that met it says so
                return;
            }
        }
    }
}
