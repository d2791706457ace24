package io.switchd.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second daemon out of a directory: two would both take every frame of a port and send it twice. The kernel holds the lock as long as the process
 * lives, however it ends; the file with the process's number stays and means nothing by itself.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "lock";

    private final FileChannel channel;

    private DirectoryLock(final FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ConfigException when another process has it */
    public static DirectoryLock take(final Path directory) throws IOException {
        final Path file = directory.resolve(FILE);
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        final FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new ConfigException("another switchd (pid " + Files.readString(file).trim() + ") uses " + directory);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        return new DirectoryLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
