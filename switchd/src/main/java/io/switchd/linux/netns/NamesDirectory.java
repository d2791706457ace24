package io.switchd.linux.netns;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the directory of the names fit for mounting namespaces in it: a shared mount, as iproute2 has it. Otherwise a
 * namespace made here would be missing in mount namespaces that exist already, and one deleted here would live on in
 * them.
 *
 * <p>Two programs that make the directory a mount at the same time would mount it twice, one over the other's names; a
 * lock on the directory, the same that iproute2 takes, keeps them apart. But anybody may open the directory and hold
 * that lock for ever. So it is taken only when there is something to do under it, which is once after boot, and not
 * waited for without end.
 */
final class NamesDirectory {

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int MS_BIND = 0x1000;
    private static final int MS_REC = 0x4000;
    private static final int MS_SHARED = 1 << 20;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int LOCK_ATTEMPTS = 200;
    private static final long LOCK_PAUSE_NANOS = 10_000_000;

    private NamesDirectory() {
    }

    static void prepare(final Path directory) throws IOException {
        Files.createDirectories(directory);
        final String path = directory.toString();
        if (share(path)) {
            return;
        }
        final int lock = lock(path);
        try {
            if (!share(path)) {
                LinuxException.check("cannot mount " + path, LibC.mount(path, path, "none", MS_BIND | MS_REC, 0));
                LinuxException.check("cannot share the mount of " + path, LibC.mount("", path, "none", MS_SHARED | MS_REC, 0));
            }
        } finally {
            LibC.close(lock);
        }
    }

    /** Returns false when the directory is not a mount yet. */
    private static boolean share(final String path) throws LinuxException {
        if (LibC.mount("", path, "none", MS_SHARED | MS_REC, 0) == 0) {
            return true;
        }
        final int errno = LibC.errno();
        if (errno == Errno.EINVAL) {
            return false;
        }
        throw new LinuxException("cannot share the mount of " + path, errno);
    }

    private static int lock(final String path) throws LinuxException {
        final int descriptor = LinuxException.check("cannot open " + path, LibC.open(path, O_RDONLY_CLOEXEC, 0));
        for (int attempt = 1; LibC.flock(descriptor, LOCK_EX_NB) < 0; attempt++) {
            final int errno = LibC.errno();
            if (errno != Errno.EAGAIN || attempt == LOCK_ATTEMPTS) {
                LibC.close(descriptor);
                throw new LinuxException("cannot lock " + path, errno,
                    errno == Errno.EAGAIN ? "another process holds the lock" : Errno.text(errno));
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
        return descriptor;
    }
}
