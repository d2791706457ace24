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
 * <p>Runs on a thread of its own, on which the listener is called; opened in the namespace of the thread that calls
 * {@link #start}.
 */
public final class LinkMonitor implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 1024 * 1024;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int POLLIN = 1;
    private static final int POLLFD_SIZE = 8;

    private final NetlinkSocket socket;
    private final int stop;
    private final NativeMemory memory = NativeMemory.allocate(4 * POLLFD_SIZE);
    private final Runnable changed;
    private final Consumer<LinuxException> failed;
    private final Thread thread = new Thread(this::run, "link-monitor");

    private LinkMonitor(final NetlinkSocket socket, final int stop, final Runnable changed, final Consumer<LinuxException> failed) {
        this.socket = socket;
        this.stop = stop;
        this.changed = changed;
        this.failed = failed;
    }

    /** @param failed is told why the monitor had to end, if it had to */
    public static LinkMonitor start(final Runnable changed, final Consumer<LinuxException> failed) throws LinuxException {
        final NetlinkSocket socket = NetlinkSocket.subscribe(NetlinkConstants.RTMGRP_LINK, RECEIVE_BUFFER);
        final int stop = LibC.eventfd(0, EFD_CLOEXEC);
        if (stop < 0) {
            socket.close();
            throw new LinuxException("eventfd", LibC.errno());
        }
        final LinkMonitor monitor = new LinkMonitor(socket, stop, changed, failed);
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    private void run() {
        try {
            while (isEventNext()) {
                receive();
                changed.run();
            }
        } catch (final LinuxException e) {
            failed.accept(e);
        }
    }

    private void receive() throws LinuxException {
        try {
            socket.receiveEvents(message -> { });
        } catch (final LinuxException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
        }
    }

    /** Waits for an event; false when the monitor is to end. */
    private boolean isEventNext() throws LinuxException {
        memory.buffer().putInt(0, socket.descriptor()).putInt(Integer.BYTES, POLLIN);
        memory.buffer().putInt(POLLFD_SIZE, stop).putInt(POLLFD_SIZE + Integer.BYTES, POLLIN);
        while (LibC.poll(memory.address(), 2, -1) < 0) {
            if (LibC.errno() != Errno.EINTR) {
                throw new LinuxException("poll", LibC.errno());
            }
        }
        return memory.buffer().getShort(POLLFD_SIZE + Integer.BYTES + Short.BYTES) == 0;
    }

    @Override
    public void close() {
        memory.buffer().putLong(2 * POLLFD_SIZE, 1);
        LibC.write(stop, memory.address() + 2 * POLLFD_SIZE, Long.BYTES);
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
