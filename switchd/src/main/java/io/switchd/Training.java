package io.switchd;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does what daemons do, so that the JVM sees which classes they need and the launcher can have it archive them: runs one
 * in a network namespace of its own, on directories in the one that is the argument, and gives it a bridge with two ports.
 * Whether another daemon runs makes no difference. That all of it was done, a file "trained" in the directory says. Nothing else uses it.
 */
public final class Training {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int GLANCE_MILLIS = 20;
    private static final List<String> COMMANDS = List.of(
        "{\"method\":\"add-br\",\"params\":{\"bridge\":\"br\",\"settings\":{\"mac-aging-time\":60}}}",
        "{\"method\":\"add-veth\",\"params\":{\"device\":\"v1\",\"peer\":\"v2\"}}",
        "{\"method\":\"add-port\",\"params\":{\"bridge\":\"br\",\"port\":\"v1\",\"settings\":{\"tag\":10}}}",
        "{\"method\":\"show\",\"params\":{}}",
        "{\"method\":\"stats\",\"params\":{}}",
        "{\"method\":\"del-br\",\"params\":{\"bridge\":\"br\"}}");

    private Training() {
    }

    public static void main(final String[] args) {
        try {
            train(Path.of(args[0]));
            Files.createFile(Path.of(args[0], "trained"));
            System.exit(0);
        } catch (final IOException e) {
            System.err.println("switchd: no training: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void train(final Path directory) throws IOException {
        LinuxException.check("unshare(CLONE_NEWNET)", LibC.unshare(NetworkNamespaces.CLONE_NEWNET));
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            new Links(netlink).setUp("lo");
        }
        final Thread daemon = new Thread(() -> run(directory), "daemon");
        daemon.setDaemon(true);
        daemon.start();
        final Path socket = directory.resolve("run/switchd.sock");
        await(socket);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            final BufferedReader answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (final String command : COMMANDS) {
                channel.write(ByteBuffer.wrap(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transact\",\"params\":{\"commands\":[" + command + "]}}\n")
                    .getBytes(StandardCharsets.UTF_8)));
                require(answers.readLine());
            }
        }
    }

    private static void run(final Path directory) {
        try {
            SwitchDaemon.main(new String[] {"--run-dir", directory.resolve("run").toString(), "--state-dir", directory.resolve("state").toString()});
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void require(final String answer) throws IOException {
        if (answer == null || answer.contains("\"error\":{")) {
            throw new IOException("answered " + answer);
        }
    }

    private static void await(final Path socket) throws IOException {
        for (int waited = 0; Files.notExists(socket); waited += GLANCE_MILLIS) {
            if (waited > PATIENCE_MILLIS) {
                throw new IOException("no daemon within " + PATIENCE_MILLIS + " ms");
            }
            try {
                Thread.sleep(GLANCE_MILLIS);
            } catch (final InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }
}
