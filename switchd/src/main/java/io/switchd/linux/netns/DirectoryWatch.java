package io.switchd.linux.netns;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/**
 * An inotify(7) watch on whatever directory is under a path, or on its parent while there is none. Its descriptor is
 * readable when something has changed.
 *
 * <p>It is a help and not a need: what cannot be watched, because a limit of the user is reached, is told in the log and
 * done without.
 *
 * <p>For one thread at a time.
 */
final class DirectoryWatch implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DirectoryWatch.class.getName());
    private static final int IN_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int IN_MOVED = 0x40 | 0x80;
    private static final int IN_CREATE = 0x100;
    private static final int IN_DELETE = 0x200;
    private static final int IN_ITSELF_DELETED_OR_MOVED = 0x400 | 0x800;
    private static final int IN_ONLYDIR = 0x0100_0000;
    private static final int NAMES = IN_ONLYDIR | IN_CREATE | IN_DELETE | IN_MOVED | IN_ITSELF_DELETED_OR_MOVED;
    private static final int EVENTS_SIZE = 64 * 1024;
    private static final int NONE = -1;

    private final Path directory;
    private final int descriptor;
    private final NativeMemory events = NativeMemory.allocate(EVENTS_SIZE);
    private int watch = NONE;
    private boolean isTold;

    private DirectoryWatch(final Path directory, final int descriptor) {
        this.directory = directory;
        this.descriptor = descriptor;
    }

    static DirectoryWatch of(final Path directory) {
        final DirectoryWatch watch = new DirectoryWatch(directory, LibC.inotify_init1(IN_NONBLOCK_CLOEXEC));
        if (watch.descriptor < 0) {
            watch.tell(new LinuxException("inotify_init1", LibC.errno()));
        }
        return watch;
    }

    /** Negative when nothing can be watched. */
    int descriptor() {
        return descriptor;
    }

    /** Watches what is under the path now. To watch again what is watched already changes nothing. */
    void renew() {
        if (descriptor < 0) {
            return;
        }
        int now = watch(directory);
        if (now == NONE) {
            final int parent = watch(directory.getParent());
            // made since it was found missing, it is not told by the parent
            now = watch(directory);
            if (now == NONE) {
                now = parent;
            } else {
                forget(parent);
            }
        }
        if (now != watch) {
            forget(watch);
            watch = now;
        }
    }

    private int watch(final Path path) {
        final int result = LibC.inotify_add_watch(descriptor, path.toString(), NAMES);
        final int errno = LibC.errno();
        if (result < 0 && errno != Errno.ENOENT && errno != Errno.ENOTDIR) {
            tell(new LinuxException("cannot watch " + path, errno));
        }
        return result < 0 ? NONE : result;
    }

    /** One whose directory is gone is gone too, and the kernel says that it does not know it. */
    private void forget(final int which) {
        if (which != NONE) {
            LibC.inotify_rm_watch(descriptor, which);
        }
    }

    private void tell(final LinuxException reason) {
        if (!isTold) {
            isTold = true;
            LOG.log(Level.WARNING, "symbolic links to namespaces in " + directory + " are noticed late: " + reason.getMessage());
        }
    }

    void discardEvents() {
        if (descriptor >= 0) {
            LibC.read(descriptor, events.address(), EVENTS_SIZE);
        }
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            LibC.close(descriptor);
        }
        events.close();
    }
}
