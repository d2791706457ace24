package io.switchd.linux.netlink;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.util.function.Consumer;

/**
 * Tells when a device of the namespace was made, changed or deleted. It says that something changed, not what: the
 * listener compares with the kernel's list, which makes events that were lost because too many came at once (ENOBUFS)
 * as good as those that arrived.
 *
 * <pre>
 * struct pollfd (poll.h): the first is the socket's, the second that of the eventfd which ends the wait
 *  0    4        6         8
 * +----+--------+---------+
 * | fd | events | revents |
 * +----+--------+---------+
 * </pre>
 *
 * <p>Runs on a thread of its own, on which the listener is called and which must not close the monitor; opened in the
 * namespace of the thread that calls {@link #start}.
 */
public final class LinkMonitor implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 1024 * 1024;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int POLLIN = 1;

    static final int POLLFD_FD = 0;
    static final int POLLFD_EVENTS = POLLFD_FD + Integer.BYTES;
    static final int POLLFD_REVENTS = POLLFD_EVENTS + Short.BYTES;
    static final int POLLFD_SIZE = POLLFD_REVENTS + Short.BYTES;

    private static final int SOCKET = 0;
    private static final int STOP = SOCKET + POLLFD_SIZE;
    private static final int ONE = STOP + POLLFD_SIZE;
    private static final int SIZE = ONE + Long.BYTES;

    private final NetlinkSocket socket;
    private final int stop;
    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final Runnable changed;
    private final Consumer<Throwable> failed;
    private final Thread thread = new Thread(this::run, "link-monitor");
    private boolean closed;

    private LinkMonitor(final NetlinkSocket socket, final int stop, final Runnable changed, final Consumer<Throwable> failed) {
        this.socket = socket;
        this.stop = stop;
        this.changed = changed;
        this.failed = failed;
    }

    /** @param failed is told why the monitor had to end, if it had to */
    public static LinkMonitor start(final Runnable changed, final Consumer<Throwable> failed) throws LinuxException {
        final NetlinkSocket socket = NetlinkSocket.subscribe(NetlinkConstants.RTMGRP_LINK, RECEIVE_BUFFER);
        final int stop = LibC.eventfd(0, EFD_CLOEXEC);
        if (stop < 0) {
            final LinuxException e = new LinuxException("eventfd", LibC.errno());
            socket.close();
            throw e;
        }
        final LinkMonitor monitor = new LinkMonitor(socket, stop, changed, failed);
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    private void run() {
        try {
            while (isEventNext()) {
                socket.discardEvents();
                changed.run();
            }
        } catch (final LinuxException | RuntimeException | Error e) {
            failed.accept(e);
        }
    }

    /** Waits for an event; false when the monitor is to end. */
    private boolean isEventNext() throws LinuxException {
        memory.buffer().putInt(SOCKET + POLLFD_FD, socket.descriptor()).putShort(SOCKET + POLLFD_EVENTS, (short) POLLIN);
        memory.buffer().putInt(STOP + POLLFD_FD, stop).putShort(STOP + POLLFD_EVENTS, (short) POLLIN);
        while (LibC.poll(memory.address(), 2, -1) < 0) {
            if (LibC.errno() != Errno.EINTR) {
                throw new LinuxException("poll", LibC.errno());
            }
        }
        return memory.buffer().getShort(STOP + POLLFD_REVENTS) == 0;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        memory.buffer().putLong(ONE, 1);
        LibC.write(stop, memory.address() + ONE, Long.BYTES);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            // what the thread may still use stays open
            Thread.currentThread().interrupt();
            return;
        }
        LibC.close(stop);
        socket.close();
        memory.close();
    }
}
