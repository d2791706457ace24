package io.switchd.testkit;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs things on threads that are somebody else to the kernel: who one is, is a thread's (credentials(7)), and it is only the
 * C library that changes it for all threads of a process together. For that root is needed, and what the thread has opened stays open.
 */
public final class OtherUser {

    private static final long SYS_SETRESUID = Platform.isARM() ? 147 : 117;
    private static final long SYS_SETRESGID = Platform.isARM() ? 149 : 119;
    private static final long SYS_SETGROUPS = Platform.isARM() ? 159 : 116;

    static {
        Native.register(OtherUser.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    private final int uid;
    private final List<Integer> groups;

    /** @param groups of the user, the first of which is his own */
    public OtherUser(final int uid, final Integer... groups) {
        this.uid = uid;
        this.groups = List.of(groups);
    }

    public int uid() {
        return uid;
    }

    /** A thread of this user, not yet started. */
    public Thread thread(final Runnable body) {
        final Thread thread = new Thread(() -> {
            become();
            body.run();
        }, "user-" + uid);
        thread.setDaemon(true);
        return thread;
    }

    public <T> T run(final Callable<T> body) throws Exception {
        final FutureTask<T> task = new FutureTask<>(body);
        thread(task).start();
        try {
            return task.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        }
    }

    private void become() {
        try (NativeMemory list = NativeMemory.allocate((long) groups.size() * Integer.BYTES)) {
            groups.forEach(list.buffer()::putInt);
            LinuxException.check("setgroups", (int) syscall(SYS_SETGROUPS, groups.size(), list.address(), 0));
            LinuxException.check("setresgid", (int) syscall(SYS_SETRESGID, groups.get(0), groups.get(0), groups.get(0)));
            LinuxException.check("setresuid", (int) syscall(SYS_SETRESUID, uid, uid, uid));
        } catch (final LinuxException e) {
            throw new AssertionError(e);
        }
    }

    // long syscall(long number, ...)
    private static native long syscall(long number, long first, long second, long third);
}
