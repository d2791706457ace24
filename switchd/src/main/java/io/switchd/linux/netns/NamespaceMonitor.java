package io.switchd.linux.netns;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.PollSet;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells which names network namespaces get and lose, whoever gives and takes them: {@code ip netns}, a container
 * runtime, switchd. As with {@link NetworkNamespaces} a name is a file in /run/netns; it counts from when a namespace
 * can be had by it.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A name is made in two steps, its file and then the mount of the namespace on it, and taken away in two. Of the
 *       mount the directory tells nothing. So the table of mounts is waited for: it tells when a name has become usable,
 *       without trying again and again.
 *   <li>People also make names by {@code ln -s /proc/PID/ns/net /run/netns/NAME}, which mounts nothing. So the
 *       directory is waited for too, by inotify. When there is none to be had, for there are few per user, the mounts
 *       have to do.
 *   <li>The directory may be missing, be made a mount of its own by the first who needs it, be mounted over, deleted and
 *       made again. What is watched is the directory that is under the path now; after every event the path is looked
 *       up anew. While there is none, its parent is watched.
 *   <li>An event says only that something has changed. What it was comes from comparing with the names of before, so
 *       that events may be lost or say too much. A name that is taken away and given to another namespace between two
 *       looks was deleted and added, unless the kernel gave the new one the number of the old; one that came and went was
 *       never there.
 *   <li>Mounts may come by the hundred. Between two looks passes a moment, which is the delay of the second event, not of
 *       the first.
 *   <li>When the process behind a symbolic link ends, the name leads nowhere, and nothing tells of it: it is told with
 *       the next change.
 * </ul>
 *
 * <p>Runs on a thread of its own, on which the listener is called and which must not close the monitor. It sees the
 * mounts of the thread that calls {@link #start}.
 */
public final class NamespaceMonitor implements AutoCloseable {

    private static final LimitedLog TROUBLE = LimitedLog.of(NamespaceMonitor.class, Level.WARNING);
    private static final String MOUNTS = "/proc/thread-self/mountinfo";
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int PAUSE_MILLIS = 20;

    private final NetworkNamespaces namespaces;
    private final Listener listener;
    private final Consumer<Throwable> failed;
    private final PollSet wait;
    private final int mounts;
    private final DirectoryWatch directory;
    private final Thread thread = new Thread(this::run, "namespace-monitor");
    private SortedMap<String, NamespaceId> known = new TreeMap<>();
    private String trouble = "";
    private boolean closed;

    /** Is told of each name, on the monitor's thread. */
    public interface Listener {

        void added(String name);

        void deleted(String name);
    }

    private NamespaceMonitor(final NetworkNamespaces namespaces, final Listener listener, final Consumer<Throwable> failed, final PollSet wait,
                             final int mounts) {
        this.namespaces = namespaces;
        this.listener = listener;
        this.failed = failed;
        this.wait = wait;
        this.mounts = mounts;
        directory = DirectoryWatch.of(namespaces.directory());
        wait.set(0, mounts, PollSet.EXCEPTIONAL);
        wait.set(1, directory.descriptor(), PollSet.READABLE);
    }

    /**
     * Names that are there already are not told.
     *
     * @param failed is told why the monitor had to end, if it had to
     */
    public static NamespaceMonitor start(final NetworkNamespaces namespaces, final Listener listener, final Consumer<Throwable> failed)
        throws LinuxException {
        final int mounts = LinuxException.check("cannot open " + MOUNTS, LibC.open(MOUNTS, O_RDONLY_CLOEXEC, 0));
        final PollSet wait;
        try {
            wait = PollSet.open(2);
        } catch (final LinuxException e) {
            LibC.close(mounts);
            throw e;
        }
        final NamespaceMonitor monitor = new NamespaceMonitor(namespaces, listener, failed, wait, mounts);
        monitor.directory.renew();
        monitor.known = monitor.present();
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    private void run() {
        try {
            while (wait.await()) {
                look();
                if (!wait.pause(PAUSE_MILLIS)) {
                    return;
                }
            }
        } catch (final LinuxException | RuntimeException | Error e) {
            failed.accept(e);
        }
    }

    /** The watch is renewed before the names are read: what comes between is an event, and read twice at worst. */
    private void look() {
        directory.discardEvents();
        directory.renew();
        final SortedMap<String, NamespaceId> before = known;
        known = present();
        before.forEach((name, namespace) -> {
            if (!namespace.equals(known.get(name))) {
                listener.deleted(name);
            }
        });
        known.forEach((name, namespace) -> {
            if (!namespace.equals(before.get(name))) {
                listener.added(name);
            }
        });
    }

    /** The names of now; those of before when they cannot be read, which is told once. */
    private SortedMap<String, NamespaceId> present() {
        String reason = "";
        SortedMap<String, NamespaceId> present = known;
        try {
            present = namespaces.present();
        } catch (final NoSuchFileException | NotDirectoryException e) {
            // it was taken away since it was looked for
            present = new TreeMap<>();
        } catch (final IOException e) {
            reason = e.toString();
        } catch (final UncheckedIOException e) {
            reason = e.getCause().toString();
        }
        if (!reason.isEmpty() && !reason.equals(trouble)) {
            TROUBLE.log("", "the names in " + namespaces.directory() + " cannot be followed: " + reason);
        }
        trouble = reason;
        return present;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wait.end();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            // what the thread may still use stays open
            Thread.currentThread().interrupt();
            return;
        }
        wait.close();
        directory.close();
        LibC.close(mounts);
    }
}
