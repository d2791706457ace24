package io.switchd.linux.libc;

/**
 * Descriptors that one thread waits for, until another ends the waiting for good.
 *
 * <pre>
 * struct pollfd (poll.h): the first is that of the eventfd which ends the wait, those of the places follow
 *  0    4        6         8
 * +----+--------+---------+
 * | fd | events | revents |
 * +----+--------+---------+
 * </pre>
 *
 * <p>For the thread that waits, but for {@link #end}, which is for any. Whoever closes it sees to it that nobody waits
 * any more.
 */
public final class PollSet implements AutoCloseable {

    /** POLLIN: there is something to be read. */
    public static final int READABLE = 0x1;
    /** POLLPRI: what the descriptor's own page says, as of a table of mounts that it has changed. */
    public static final int EXCEPTIONAL = 0x2;
    public static final int FOREVER = -1;

    static final int POLLFD_FD = 0;
    static final int POLLFD_EVENTS = POLLFD_FD + Integer.BYTES;
    static final int POLLFD_REVENTS = POLLFD_EVENTS + Short.BYTES;
    static final int POLLFD_SIZE = POLLFD_REVENTS + Short.BYTES;

    private static final int EFD_CLOEXEC = 0x80000;

    private final int places;
    private final int ending;
    private final NativeMemory memory;
    private final NativeMemory one = NativeMemory.allocate(Long.BYTES);

    private PollSet(final int places, final int ending) {
        this.places = places;
        this.ending = ending;
        memory = NativeMemory.allocate((long) (places + 1) * POLLFD_SIZE);
        one.buffer().putLong(0, 1);
        put(0, ending, READABLE);
        for (int place = 0; place < places; place++) {
            put(place + 1, -1, 0);
        }
    }

    /** @param places for descriptors; one that is empty is not waited for */
    public static PollSet open(final int places) throws LinuxException {
        return new PollSet(places, LinuxException.check("eventfd", LibC.eventfd(0, EFD_CLOEXEC)));
    }

    public void set(final int place, final int descriptor, final int events) {
        put(place + 1, descriptor, events);
    }

    private void put(final int index, final int descriptor, final int events) {
        memory.buffer().putInt(index * POLLFD_SIZE + POLLFD_FD, descriptor).putShort(index * POLLFD_SIZE + POLLFD_EVENTS, (short) events);
    }

    /** Waits for any of the descriptors; false when the waiting is over for good. */
    public boolean await() throws LinuxException {
        return poll(places + 1, FOREVER);
    }

    /** Lets time pass, whatever the descriptors have; false when the waiting is over for good. */
    public boolean pause(final int millis) throws LinuxException {
        return poll(1, millis);
    }

    private boolean poll(final int count, final int millis) throws LinuxException {
        while (LibC.poll(memory.address(), count, millis) < 0) {
            if (LibC.errno() != Errno.EINTR) {
                throw new LinuxException("poll", LibC.errno());
            }
        }
        return memory.buffer().getShort(POLLFD_REVENTS) == 0;
    }

    /** Ends the waiting of this moment and all to come. */
    public void end() {
        LibC.write(ending, one.address(), Long.BYTES);
    }

    @Override
    public void close() {
        LibC.close(ending);
        memory.close();
        one.close();
    }
}
