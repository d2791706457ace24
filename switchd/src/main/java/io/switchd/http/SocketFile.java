package io.switchd.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a unix socket, at a path of the user's choice. It appears under its name only when it has its mode, 0660,
 * and is listened at; one that is there already is replaced when nobody listens at it, as after a daemon that was killed.
 */
final class SocketFile {

    private SocketFile() {
    }

    /** @throws IOException with one sentence when the path is taken */
    static void demandFree(final Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            throw new IOException("there is a file of that name that is no socket");
        }
        if (isListenedAt(path)) {
            throw new IOException("another process listens there");
        }
    }

    /** Does not wait, however many others wait to be let in. */
    private static boolean isListenedAt(final Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (final ConnectException e) {
            return false;
        }
    }

    /** Where to listen first. */
    static Path unnamed(final Path path) {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    /** Gives the socket that is listened at its mode and its name. */
    static void name(final Path path) throws IOException {
        Files.setPosixFilePermissions(unnamed(path), PosixFilePermissions.fromString("rw-rw----"));
        Files.move(unnamed(path), path, StandardCopyOption.ATOMIC_MOVE);
    }
}
