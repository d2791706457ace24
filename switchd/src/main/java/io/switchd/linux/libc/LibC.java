package io.switchd.linux.libc;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Map;

/**
 * The system calls of Linux, through JNA's direct mapping. Every pointer is a {@code long}, structures are laid out by
 * their users in {@link NativeMemory}: with nothing but primitives JNA passes a call on without a conversion or an
 * object.
 *
 * <p>Text goes to the kernel as UTF-8, whatever the locale: a name is to be the same bytes for every daemon.
 *
 * <p>A call that fails returns -1 and leaves its reason in {@link #errno()}, until the same thread makes another call.
 * Lengths and flags are those of the manual pages; errors too.
 */
public final class LibC {

    private static final long SYS_BPF = Platform.isARM() ? 280 : 321;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_PIDFD_GETFD = 438;
    private static final long SYS_GETTID = Platform.isARM() ? 178 : 186;

    static {
        Native.register(LibC.class,
            NativeLibrary.getInstance(Platform.C_LIBRARY_NAME, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    }

    private LibC() {
    }

    /** Why the last call of this thread returned -1. */
    public static int errno() {
        return Native.getLastError();
    }

    /** {@code int bpf(int cmd, union bpf_attr *attr, unsigned int size)}, for which glibc has no name. */
    public static long bpf(final int command, final long attributes, final int size) {
        return syscall(SYS_BPF, command, attributes, size);
    }

    /** {@code int pidfd_open(pid_t pid, unsigned int flags)}, of Linux 5.3; glibc has no name for it before 2.36. */
    public static int pidfd_open(final int pid) {
        return (int) syscall(SYS_PIDFD_OPEN, pid, 0, 0);
    }

    /** {@code int pidfd_getfd(int pidfd, int targetfd, unsigned int flags)}, of Linux 5.6, likewise. */
    public static int pidfd_getfd(final int pidfd, final int descriptor) {
        return (int) syscall(SYS_PIDFD_GETFD, pidfd, descriptor, 0);
    }

    /** The kernel's number of the calling thread. */
    public static int gettid() {
        return (int) syscall(SYS_GETTID, 0, 0, 0);
    }

    // int socket(int domain, int type, int protocol)
    public static native int socket(int domain, int type, int protocol);

    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)
    public static native int bind(int descriptor, long address, int length);

    // int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)
    public static native int getsockname(int descriptor, long address, long length);

    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)
    public static native int setsockopt(int descriptor, int level, int name, long value, int length);

    // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen)
    public static native int getsockopt(int descriptor, int level, int name, long value, long length);

    // int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, struct timespec *timeout)
    public static native int recvmmsg(int descriptor, long messages, int count, int flags, long timeout);

    // int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags)
    public static native int sendmmsg(int descriptor, long messages, int count, int flags);

    // ssize_t recv(int sockfd, void *buf, size_t len, int flags)
    public static native long recv(int descriptor, long buffer, long length, int flags);

    // ssize_t send(int sockfd, const void *buf, size_t len, int flags)
    public static native long send(int descriptor, long buffer, long length, int flags);

    // int shutdown(int sockfd, int how)
    public static native int shutdown(int descriptor, int how);

    // int epoll_create1(int flags)
    public static native int epoll_create1(int flags);

    // int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
    public static native int epoll_ctl(int epoll, int operation, int descriptor, long event);

    // int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)
    public static native int epoll_wait(int epoll, long events, int maxEvents, int timeoutMillis);

    // int eventfd(unsigned int initval, int flags)
    public static native int eventfd(int initial, int flags);

    // int inotify_init1(int flags)
    public static native int inotify_init1(int flags);

    // int inotify_add_watch(int fd, const char *pathname, uint32_t mask)
    public static native int inotify_add_watch(int descriptor, String path, int mask);

    // int inotify_rm_watch(int fd, int wd)
    public static native int inotify_rm_watch(int descriptor, int watch);

    // int poll(struct pollfd *fds, nfds_t nfds, int timeout)
    public static native int poll(long descriptors, long count, int timeoutMillis);

    // ssize_t read(int fd, void *buf, size_t count)
    public static native long read(int descriptor, long buffer, long length);

    // ssize_t write(int fd, const void *buf, size_t count)
    public static native long write(int descriptor, long buffer, long length);

    // int open(const char *pathname, int flags, mode_t mode)
    public static native int open(String path, int flags, int mode);

    // int close(int fd)
    public static native int close(int descriptor);

    // int unlink(const char *pathname)
    public static native int unlink(String path);

    // int fcntl(int fd, int op, ...): one argument, which passes as that of a fixed prototype does
    public static native int fcntl(int descriptor, int operation, long argument);

    // int ioctl(int fd, unsigned long request, ...): one argument, which passes as that of a fixed prototype does
    public static native int ioctl(int descriptor, long request, long argument);

    // int setns(int fd, int nstype)
    public static native int setns(int descriptor, int type);

    // int unshare(int flags)
    public static native int unshare(int flags);

    // int mount(const char *source, const char *target, const char *filesystemtype, unsigned long mountflags, const
    // void *data)
    public static native int mount(String source, String target, String type, long flags, long data);

    // int umount2(const char *target, int flags)
    public static native int umount2(String target, int flags);

    // struct passwd *getpwnam(const char *name)
    static native long getpwnam(String name);

    // void _exit(int status)
    public static native void _exit(int status);

    // int flock(int fd, int operation)
    public static native int flock(int descriptor, int operation);

    // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)
    static native long mmap(long address, long length, int protection, int flags, int descriptor, long offset);

    // int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *file_actions, const posix_spawnattr_t
    // *attrp, char *const argv[], char *const envp[]); this and the next ones return the error
    public static native int posix_spawnp(long pid, String file, long actions, long attributes, long arguments, long environment);

    // int posix_spawnattr_init(posix_spawnattr_t *attr)
    public static native int posix_spawnattr_init(long attributes);

    // int posix_spawnattr_destroy(posix_spawnattr_t *attr)
    public static native int posix_spawnattr_destroy(long attributes);

    // int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
    public static native int posix_spawnattr_setflags(long attributes, short flags);

    // int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions)
    public static native int posix_spawn_file_actions_init(long actions);

    // int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions)
    public static native int posix_spawn_file_actions_destroy(long actions);

    // int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *file_actions, int fildes, const char *path, int oflag,
    // mode_t mode)
    public static native int posix_spawn_file_actions_addopen(long actions, int descriptor, String path, int flags, int mode);

    // int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *file_actions, int fildes, int newfildes)
    public static native int posix_spawn_file_actions_adddup2(long actions, int descriptor, int place);

    // int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *file_actions, int from), glibc 2.34
    public static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);

    // pid_t waitpid(pid_t pid, int *wstatus, int options)
    public static native int waitpid(int pid, long status, int options);

    // int kill(pid_t pid, int sig)
    public static native int kill(int pid, int signal);

    // ssize_t getrandom(void *buf, size_t buflen, unsigned int flags)
    static native long getrandom(long buffer, long length, int flags);

    // int memfd_create(const char *name, unsigned int flags)
    static native int memfd_create(String name, int flags);

    // int ftruncate(int fd, off_t length)
    static native int ftruncate(int descriptor, long length);

    // int munmap(void *addr, size_t length)
    static native int munmap(long address, long length);

    // long syscall(long number, ...): three arguments, which on x86-64 and aarch64 pass as those of a fixed prototype
    // do
    private static native long syscall(long number, long first, long second, long third);
}
