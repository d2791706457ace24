package io.switchd.linux.netns;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Named network namespaces, the same that {@code ip netns} has: a name is a file in /run/netns on which the namespace
 * is mounted, and that alone keeps a namespace alive that no process is in.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A namespace belongs to a thread. Whatever has to be done inside one is done on a thread made for it, which ends
 *       with it; no other thread of the daemon ever leaves its namespace. Sockets stay in the namespace they were
 *       opened in, so a thread that opens one is all that is needed.
 *   <li>Deleting takes the name away at once (MNT_DETACH). Processes inside go on, in a namespace without a name.
 *   <li>A file may be there without a namespace on it, when its mount was made where it is not seen from here. It is
 *       listed and can be deleted, as with {@code ip netns}; it cannot be opened.
 * </ul>
 *
 * <p>Safe from any thread.
 */
public final class NetworkNamespaces {

    public static final Path DIRECTORY = Path.of("/run/netns");

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int O_CREAT_EXCL = 0x40 | 0x80;
    /** For unshare(2) and setns(2). */
    public static final int CLONE_NEWNET = 0x4000_0000;
    private static final int MS_BIND = 0x1000;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;
    /** _IO(0xb7, 3) of linux/nsfs.h, Linux 4.11. */
    private static final int NS_GET_NSTYPE = 0xB703;
    private static final String OWN_NAMESPACE = "/proc/thread-self/ns/net";

    private final Path directory;

    public NetworkNamespaces(final Path directory) {
        this.directory = directory;
    }

    /** Something to be done inside a namespace. */
    @FunctionalInterface
    public interface Task<T> {
        T run() throws IOException;
    }

    public List<String> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toUnmodifiableList());
        }
    }

    /** The names by which a namespace can be had, and which it is. */
    SortedMap<String, NamespaceId> present() throws IOException {
        final long ofNamespaces = NamespaceId.of(Path.of(OWN_NAMESPACE)).device();
        final SortedMap<String, NamespaceId> present = new TreeMap<>();
        for (final String name : list()) {
            id(name).filter(id -> id.device() == ofNamespaces).ifPresent(id -> present.put(name, id));
        }
        return present;
    }

    Path directory() {
        return directory;
    }

    public void add(final String name) throws IOException {
        add(name, () -> null);
    }

    /** @param first is done inside before the namespace has its name */
    public void add(final String name, final Task<?> first) throws IOException {
        create(name, file -> onOwnThread(() -> {
            LinuxException.check("cannot create namespace " + name, LibC.unshare(CLONE_NEWNET));
            first.run();
            return mount(OWN_NAMESPACE, file, name);
        }));
    }

    /** Gives the namespace that a process is in a name, or one more name. */
    public void attach(final String name, final long pid) throws IOException {
        final int descriptor = open(pid);
        try {
            create(name, file -> mount("/proc/self/fd/" + descriptor, file, name));
        } finally {
            LibC.close(descriptor);
        }
    }

    private interface Mounting {
        int onto(String file) throws IOException;
    }

    private void create(final String name, final Mounting namespace) throws IOException {
        NamesDirectory.prepare(directory);
        final String file = file(name);
        final int descriptor = LibC.open(file, O_RDONLY_CLOEXEC | O_CREAT_EXCL, 0);
        LinuxException.check("cannot create namespace file \"" + file + "\"", descriptor);
        LibC.close(descriptor);
        try {
            namespace.onto(file);
        } catch (final IOException e) {
            unlinkAfter(e, file);
            throw e;
        }
    }

    private static int mount(final String namespace, final String file, final String name) throws LinuxException {
        return LinuxException.check("cannot mount namespace " + name, LibC.mount(namespace, file, "none", MS_BIND, 0));
    }

    /** The names of the namespace that a process is in, in order; none when it has none. */
    public List<String> namesOf(final long pid) throws IOException {
        final int descriptor = open(pid);
        try {
            return names(NamespaceId.of(descriptor));
        } finally {
            LibC.close(descriptor);
        }
    }

    /** The names of the namespace that has a name, that one among them; none when no namespace is to be seen there. */
    public List<String> namesOf(final String name) throws IOException {
        final Optional<NamespaceId> id = id(name);
        return id.isPresent() ? names(id.get()) : List.of();
    }

    private List<String> names(final NamespaceId id) throws IOException {
        final List<String> names = new ArrayList<>();
        for (final String name : list()) {
            if (id(name).filter(id::equals).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }

    /** The processes of a table that are in a namespace, by their numbers. */
    public List<Long> processes(final String name, final ProcessTable table) throws IOException {
        final Optional<NamespaceId> id = id(name);
        return id.isPresent() ? table.in(id.get()) : List.of();
    }

    /** What a name stands for; nothing when it has just been taken away, or is a link that leads nowhere, or where one may not look. */
    private Optional<NamespaceId> id(final String name) throws IOException {
        try {
            return Optional.of(NamespaceId.of(Path.of(file(name))));
        } catch (final FileSystemException e) {
            return Optional.empty();
        }
    }

    /** A file without a namespace would keep others from using the name: that it stays is worth telling. */
    private static void unlinkAfter(final IOException failure, final String file) {
        try {
            LinuxException.check("cannot remove namespace file \"" + file + "\"", LibC.unlink(file));
        } catch (final LinuxException e) {
            failure.addSuppressed(e);
        }
    }

    /** Takes the name away, or throws and the namespace is there as before. */
    public void delete(final String name) throws IOException {
        final String file = file(name);
        final int descriptor = LibC.open(file, O_RDONLY_CLOEXEC, 0);
        try {
            final boolean isUnmounted = LibC.umount2(file, MNT_DETACH | UMOUNT_NOFOLLOW) == 0;
            if (LibC.unlink(file) < 0) {
                final LinuxException failure = new LinuxException("cannot remove namespace file \"" + file + "\"", LibC.errno());
                if (isUnmounted) {
                    mountAgain(failure, descriptor, file);
                }
                throw failure;
            }
        } finally {
            if (descriptor >= 0) {
                LibC.close(descriptor);
            }
        }
    }

    private static void mountAgain(final LinuxException failure, final int descriptor, final String file) {
        try {
            LinuxException.check("cannot mount " + file + " again", LibC.mount("/proc/thread-self/fd/" + descriptor, file, "none", MS_BIND, 0));
        } catch (final LinuxException e) {
            failure.addSuppressed(e);
        }
    }

    /** Whether the file of a name is there and no namespace on it. */
    public boolean isStale(final String name) throws LinuxException {
        final int descriptor = LibC.open(file(name), O_RDONLY_CLOEXEC, 0);
        final int errno = LibC.errno();
        if (descriptor < 0 && errno == Errno.ENOENT) {
            return false;
        }
        LinuxException.check("cannot open network namespace \"" + name + "\"", descriptor);
        try {
            if (LibC.ioctl(descriptor, NS_GET_NSTYPE, 0) >= 0) {
                return false;
            }
            final int reason = LibC.errno();
            if (reason == Errno.ENOTTY) {
                return true;
            }
            throw new LinuxException("cannot find out whether a namespace is mounted on " + file(name), reason);
        } finally {
            LibC.close(descriptor);
        }
    }

    /** A descriptor of a namespace, for the caller to close. */
    public int open(final String name) throws LinuxException {
        final String file = file(name);
        final String what = "cannot open network namespace \"" + name + "\"";
        final int descriptor = LinuxException.check(what, LibC.open(file, O_RDONLY_CLOEXEC, 0));
        if (LibC.ioctl(descriptor, NS_GET_NSTYPE, 0) == CLONE_NEWNET) {
            return descriptor;
        }
        LibC.close(descriptor);
        throw new LinuxException(what, Errno.EINVAL, "no network namespace is mounted on " + file);
    }

    /** A descriptor of the namespace that a process is in. */
    private static int open(final long pid) throws IOException {
        final int descriptor = LibC.open(ProcessTable.file(pid).toString(), O_RDONLY_CLOEXEC, 0);
        final int errno = LibC.errno();
        if (descriptor >= 0) {
            return descriptor;
        }
        if (!ProcessTable.isThere(pid)) {
            throw new IOException("there is no process " + pid);
        }
        throw errno == Errno.ENOENT ? new IOException("process " + pid + " has ended, and is in no network namespace any more")
            : new LinuxException("cannot open the network namespace of process " + pid, errno);
    }

    /** Does something inside a namespace, on a thread of its own, and waits for it. */
    public <T> T in(final String name, final Task<T> task) throws IOException {
        final int descriptor = open(name);
        try {
            return onOwnThread(() -> {
                LinuxException.check("cannot enter network namespace \"" + name + "\"", LibC.setns(descriptor, CLONE_NEWNET));
                return task.run();
            });
        } finally {
            LibC.close(descriptor);
        }
    }

    /** The file of a name, which must not lead anywhere else: it is going to be unmounted. */
    private String file(final String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("invalid name of a network namespace: \"" + name + "\"");
        }
        return directory + "/" + name;
    }

    private static <T> T onOwnThread(final Task<T> task) throws IOException {
        final FutureTask<T> outcome = new FutureTask<>(task::run);
        new Thread(outcome, "in-namespace").start();
        try {
            return outcome.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw (IOException) e.getCause();
            }
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw new IllegalStateException(e.getCause());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted inside a network namespace");
        }
    }
}
