package io.switchd.linux.netlink;

import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.PollSet;
import java.util.function.Consumer;

/**
 * Tells when a device of the namespace was made, changed or deleted. It says that something changed, not what: the
 * listener compares with the kernel's list, which makes events that were lost because too many came at once (ENOBUFS)
 * as good as those that arrived.
 *
 * <p>Runs on a thread of its own, on which the listener is called and which must not close the monitor; opened in the
 * namespace of the thread that calls {@link #start}.
 */
public final class LinkMonitor implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 1024 * 1024;

    private final NetlinkSocket socket;
    private final PollSet wait;
    private final Runnable changed;
    private final Consumer<Throwable> failed;
    private final Thread thread = new Thread(this::run, "link-monitor");
    private boolean closed;

    private LinkMonitor(final NetlinkSocket socket, final PollSet wait, final Runnable changed, final Consumer<Throwable> failed) {
        this.socket = socket;
        this.wait = wait;
        this.changed = changed;
        this.failed = failed;
    }

    /** @param failed is told why the monitor had to end, if it had to */
    public static LinkMonitor start(final Runnable changed, final Consumer<Throwable> failed) throws LinuxException {
        final NetlinkSocket socket = NetlinkSocket.subscribe(NetlinkConstants.RTMGRP_LINK, RECEIVE_BUFFER);
        final PollSet wait;
        try {
            wait = PollSet.open(1);
        } catch (final LinuxException e) {
            socket.close();
            throw e;
        }
        wait.set(0, socket.descriptor(), PollSet.READABLE);
        final LinkMonitor monitor = new LinkMonitor(socket, wait, changed, failed);
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    private void run() {
        try {
            while (wait.await()) {
                socket.discardEvents();
                changed.run();
            }
        } catch (final LinuxException | RuntimeException | Error e) {
            failed.accept(e);
        }
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
        socket.close();
    }
}
