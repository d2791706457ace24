package io.switchd.config;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second daemon out of a directory: two would both take every frame of a port and send it twice. The kernel
 * holds the lock as long as the process lives, however it ends; the file with the process's number stays and means
 * nothing by itself.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DirectoryLock.class.getName());
    private static final String FILE = "lock";

    private final FileChannel channel;

    private DirectoryLock(final FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ConfigException when another process has it */
    public static DirectoryLock take(final Path directory) throws IOException {
        final Path file = directory.resolve(FILE);
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new ConfigException("another switchd" + holder(file) + " uses " + directory);
            }
            tellHolder(channel, directory);
            return new DirectoryLock(channel);
        } catch (final OverlappingFileLockException e) {
            channel.close();
            throw new ConfigException("this switchd uses " + directory + " already: each purpose needs a directory of its own", e);
        } catch (final IOException | ConfigException e) {
            channel.close();
            throw e;
        }
    }

    /** A full disk does not keep a switch from starting. */
    private static void tellHolder(final FileChannel channel, final Path directory) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "cannot write into " + FileFailure.inWords(directory.resolve(FILE), e).getMessage());
        }
    }

    /** Who has just taken the lock may not have written its number yet. */
    private static String holder(final Path file) throws IOException {
        final String pid = Files.readString(file).trim();
        return pid.isEmpty() ? "" : " (pid " + pid + ")";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
