package io.switchd.linux.packet;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.port.PortPoller;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Waits on many sockets with epoll(7), level-triggered: while a port has frames the wait is over at once. Which port it
 * is nobody asks, since to look into a ring costs less than to ask the kernel. {@link #wakeUp()} writes to an eventfd
 * that is watched like a port.
 *
 * <p>An error that the kernel keeps for a socket (ENETDOWN, when its device went down) would end every wait at once, so
 * it is taken away. What happened to the device is told by rtnetlink.
 *
 * <pre>
 * struct epoll_event (sys/epoll.h): packed on x86-64, where it has 12 bytes; elsewhere data is aligned and it has 16
 *  0        4 (8)              12 (16)
 * +--------+------------------+
 * | events |       data       |   data: the descriptor
 * +--------+------------------+
 * </pre>
 *
 * <p>Confined to the thread of the loop except for {@link #wakeUp()}.
 */
public final class EpollPoller implements PortPoller {

    static final int EVENT_EVENTS = 0;
    static final int EVENT_DATA = "amd64".equals(System.getProperty("os.arch")) ? Integer.BYTES : Long.BYTES;
    static final int EVENT_SIZE = EVENT_DATA + Long.BYTES;

    private static final int MAX_EVENTS = 64;
    private static final int EVENTS = 0;
    private static final int CONTROL_EVENT = EVENTS + MAX_EVENTS * EVENT_SIZE;
    private static final int DRAINED = CONTROL_EVENT + 2 * Long.BYTES;
    private static final int ONE = DRAINED + Long.BYTES;
    private static final int ERROR = ONE + Long.BYTES;
    private static final int ERROR_LENGTH = ERROR + Integer.BYTES;
    private static final int SIZE = ERROR_LENGTH + Integer.BYTES;

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final long address = memory.address();
    private final int epoll;
    private final int eventfd;

    public EpollPoller() throws LinuxException {
        epoll = LibC.epoll_create1(PacketConstants.EPOLL_CLOEXEC);
        LinuxException.check("epoll_create1", epoll);
        eventfd = LibC.eventfd(0, PacketConstants.EFD_NONBLOCK | PacketConstants.EFD_CLOEXEC);
        LinuxException.check("eventfd", eventfd);
        buffer.putLong(ONE, 1);
        add(eventfd);
    }

    @Override
    public void add(final int descriptor) {
        control(PacketConstants.EPOLL_CTL_ADD, descriptor);
    }

    @Override
    public void remove(final int descriptor) {
        control(PacketConstants.EPOLL_CTL_DEL, descriptor);
    }

    @Override
    public void await(final int timeoutMillis) {
        final int events = LibC.epoll_wait(epoll, address + EVENTS, MAX_EVENTS, timeoutMillis);
        if (events < 0 && LibC.errno() != Errno.EINTR) {
            throw new UncheckedIOException(new LinuxException("epoll_wait", LibC.errno()));
        }
        for (int i = 0; i < events; i++) {
            final int event = EVENTS + i * EVENT_SIZE;
            final int descriptor = buffer.getInt(event + EVENT_DATA);
            if (descriptor == eventfd) {
                LibC.read(eventfd, address + DRAINED, Long.BYTES);
            } else if ((buffer.getInt(event + EVENT_EVENTS) & PacketConstants.EPOLLERR) != 0) {
                takeError(descriptor);
            }
        }
    }

    private void takeError(final int descriptor) {
        buffer.putInt(ERROR_LENGTH, Integer.BYTES);
        LibC.getsockopt(descriptor, PacketConstants.SOL_SOCKET, PacketConstants.SO_ERROR, address + ERROR, address + ERROR_LENGTH);
    }

    @Override
    public void wakeUp() {
        LibC.write(eventfd, address + ONE, Long.BYTES);
    }

    private void control(final int operation, final int descriptor) {
        buffer.putInt(CONTROL_EVENT + EVENT_EVENTS, PacketConstants.EPOLLIN);
        buffer.putLong(CONTROL_EVENT + EVENT_DATA, descriptor);
        if (LibC.epoll_ctl(epoll, operation, descriptor, address + CONTROL_EVENT) < 0) {
            throw new UncheckedIOException(new LinuxException("epoll_ctl", LibC.errno()));
        }
    }

    @Override
    public void close() {
        LibC.close(eventfd);
        LibC.close(epoll);
        memory.close();
    }
}
