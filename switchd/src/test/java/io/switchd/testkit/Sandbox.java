package io.switchd.testkit;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.netns.NetworkNamespaces;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs the body of a test on a thread that has left the machine's network and mounts for empty ones of its own; both
 * end with the thread.
 */
public final class Sandbox {

    private static final int CLONE_NEWNS = 0x0002_0000;
    private static final int MS_REC_PRIVATE = 0x4000 | 1 << 18;

    private Sandbox() {
    }

    public static <T> T run(final Callable<T> body) throws Exception {
        final FutureTask<T> task = new FutureTask<>(() -> {
            leave();
            return body.call();
        });
        final Thread thread = new Thread(task, "sandbox");
        thread.start();
        try {
            return task.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        }
    }

    private static void leave() throws IOException {
        LinuxException.check("unshare", LibC.unshare(CLONE_NEWNS | NetworkNamespaces.CLONE_NEWNET));
        LinuxException.check("mount", LibC.mount("none", "/", "none", MS_REC_PRIVATE, 0));
        LinuxException.check("mount", LibC.mount("sandbox", "/run", "tmpfs", 0, 0));
    }
}
