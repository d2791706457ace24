package io.switchd.linux.netlink;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * A socket to rtnetlink(7) in one network namespace: that of the thread that opened it, for life. Requests are answered
 * before the next is sent; a kernel that does not answer for five seconds is an error, never a wait without end. What
 * the kernel gives as its reason in words (NETLINK_EXT_ACK, Linux 4.12) becomes the message of the exception.
 *
 * <p>After an answer that could not be read the kernel may still be writing: a list that nobody reads to its end keeps it
 * from beginning another (EBUSY). What is left is therefore taken off before the next request.
 *
 * <p>For one thread at a time.
 */
public final class NetlinkSocket implements AutoCloseable {

    private static final int RECEIVE_SIZE = 64 * 1024;
    private static final int SEND_SIZE = 4_096;
    private static final int SOCKADDR_NL_SIZE = 12;
    private static final int TIMEOUT_SECONDS = 5;
    private static final int EVENTS_AT_ONCE = 64;
    /** More datagrams than a list of a hundred thousand devices has. */
    private static final int MAX_LEFT_OVER = 10_000;

    private final int descriptor;
    private final NativeMemory received = NativeMemory.allocate(RECEIVE_SIZE);
    private final NativeMemory sent = NativeMemory.allocate(SEND_SIZE);
    private int sequence;
    private boolean hasLeftOver;

    private NetlinkSocket(final int descriptor) {
        this.descriptor = descriptor;
    }

    public static NetlinkSocket open() throws LinuxException {
        final NetlinkSocket socket = open(0);
        socket.option(NetlinkConstants.SOL_SOCKET, NetlinkConstants.SO_RCVTIMEO, TIMEOUT_SECONDS, 2 * Long.BYTES);
        return socket;
    }

    /** A socket that is told of the events of some groups. */
    static NetlinkSocket subscribe(final int groups, final int receiveBuffer) throws LinuxException {
        final NetlinkSocket socket = open(groups);
        socket.option(NetlinkConstants.SOL_SOCKET, NetlinkConstants.SO_RCVBUFFORCE, receiveBuffer, Integer.BYTES);
        return socket;
    }

    private static NetlinkSocket open(final int groups) throws LinuxException {
        final int descriptor = LinuxException.check("socket(AF_NETLINK)",
            LibC.socket(NetlinkConstants.AF_NETLINK, NetlinkConstants.SOCK_RAW_CLOEXEC, NetlinkConstants.NETLINK_ROUTE));
        final NetlinkSocket socket = new NetlinkSocket(descriptor);
        try {
            socket.option(NetlinkConstants.SOL_NETLINK, NetlinkConstants.NETLINK_EXT_ACK, 1, Integer.BYTES);
            socket.option(NetlinkConstants.SOL_NETLINK, NetlinkConstants.NETLINK_CAP_ACK, 1, Integer.BYTES);
            final ByteBuffer address = socket.sent.buffer();
            address.putLong(0, NetlinkConstants.AF_NETLINK).putInt(Long.BYTES, groups);
            LinuxException.check("bind(AF_NETLINK)", LibC.bind(descriptor, socket.sent.address(), SOCKADDR_NL_SIZE));
            return socket;
        } catch (final LinuxException e) {
            socket.close();
            throw e;
        }
    }

    int descriptor() {
        return descriptor;
    }

    /** Has a request carried out. @throws LostAnswerException when it may have been carried out all the same */
    void request(final NetlinkMessage request, final String what) throws LinuxException {
        send(request, NetlinkConstants.NLM_F_ACK, what);
        receiveUntilDone(what, message -> { });
    }

    /** Asks for one object; the answer is handed over. */
    void get(final NetlinkMessage request, final String what, final Consumer<ByteBuffer> reader) throws LinuxException {
        send(request, NetlinkConstants.NLM_F_ACK, what);
        receiveUntilDone(what, reader);
    }

    /**
     * Asks for all objects of a kind.
     *
     * @return whether they are those of one moment; otherwise some came or went meanwhile, which may be there or not, and
     *         one that did not may be missing
     */
    boolean dump(final NetlinkMessage request, final String what, final Consumer<ByteBuffer> reader) throws LinuxException {
        send(request, NetlinkConstants.NLM_F_DUMP, what);
        return receiveUntilDone(what, reader);
    }

    /** Takes events off the queue, unread and without waiting; those that were lost for want of room (ENOBUFS) as well. */
    void discardEvents() throws LinuxException {
        discard(EVENTS_AT_ONCE);
    }

    private void discard(final int most) throws LinuxException {
        for (int i = 0; i < most; i++) {
            if (LibC.recv(descriptor, received.address(), RECEIVE_SIZE, NetlinkConstants.MSG_DONTWAIT) >= 0) {
                continue;
            }
            final int errno = LibC.errno();
            if (errno == Errno.EAGAIN) {
                return;
            }
            if (errno != Errno.EINTR && errno != Errno.ENOBUFS) {
                throw new LinuxException("recv(AF_NETLINK)", errno);
            }
        }
    }

    private void send(final NetlinkMessage request, final int flags, final String what) throws LinuxException {
        if (hasLeftOver) {
            discard(MAX_LEFT_OVER);
            hasLeftOver = false;
        }
        final ByteBuffer bytes = request.finish(++sequence, flags);
        final int length = bytes.remaining();
        sent.buffer().put(0, bytes, bytes.position(), length);
        LinuxException.check(what, LibC.send(descriptor, sent.address(), length, 0));
    }

    /** Returns false when the kernel says that the list was changed while it wrote it. */
    private boolean receiveUntilDone(final String what, final Consumer<ByteBuffer> reader) throws LinuxException {
        boolean consistent = true;
        while (true) {
            final ByteBuffer datagram = receive(what);
            while (datagram.remaining() >= NetlinkLayout.NLMSGHDR_SIZE) {
                final ByteBuffer message = next(datagram);
                if (message.getInt(NetlinkLayout.SEQ) != sequence) {
                    continue;
                }
                consistent &= (message.getShort(NetlinkLayout.FLAGS) & NetlinkConstants.NLM_F_DUMP_INTR) == 0;
                final int type = message.getShort(NetlinkLayout.TYPE);
                if (type == NetlinkConstants.NLMSG_DONE) {
                    throwIfError(message, NetlinkLayout.DONE_SIZE, what);
                    return consistent;
                }
                if (type == NetlinkConstants.NLMSG_ERROR) {
                    throwIfError(message, NetlinkLayout.NLMSGERR_SIZE, what);
                    return consistent;
                }
                reader.accept(message);
            }
        }
    }

    private ByteBuffer receive(final String what) throws LinuxException {
        long length;
        do {
            length = LibC.recv(descriptor, received.address(), RECEIVE_SIZE, 0);
        } while (length < 0 && LibC.errno() == Errno.EINTR);
        if (length < 0) {
            final int errno = LibC.errno();
            hasLeftOver = true;
            throw new LostAnswerException(what, errno,
                errno == Errno.EAGAIN ? "the kernel has not answered for " + TIMEOUT_SECONDS + " seconds" : Errno.text(errno));
        }
        return received.buffer().slice(0, (int) length).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer next(final ByteBuffer datagram) {
        final int start = datagram.position();
        final int length = Math.max(datagram.getInt(start), NetlinkLayout.NLMSGHDR_SIZE);
        datagram.position(Math.min(start + NetlinkLayout.align(length), datagram.limit()));
        return datagram.slice(start, Math.min(length, datagram.limit() - start)).order(ByteOrder.nativeOrder());
    }

    /** @param size of the header that begins with the error number and has the attributes behind it */
    private static void throwIfError(final ByteBuffer message, final int size, final String what) throws LinuxException {
        final int errno = -message.getInt(NetlinkLayout.NLMSGHDR_SIZE + NetlinkLayout.ERROR_CODE);
        if (errno == 0) {
            return;
        }
        if ((message.getShort(NetlinkLayout.FLAGS) & NetlinkConstants.NLM_F_ACK_TLVS) != 0) {
            final NetlinkAttributes attributes = NetlinkAttributes.of(message, NetlinkLayout.NLMSGHDR_SIZE + size);
            final String words = attributes.text(NetlinkConstants.NLMSGERR_ATTR_MSG);
            if (!words.isEmpty()) {
                throw new LinuxException(what, errno, Errno.text(errno) + " (" + words + ")");
            }
        }
        throw new LinuxException(what, errno);
    }

    private void option(final int level, final int name, final long value, final int length) throws LinuxException {
        sent.buffer().putLong(0, value).putLong(Long.BYTES, 0);
        LinuxException.check("setsockopt(AF_NETLINK)", LibC.setsockopt(descriptor, level, name, sent.address(), length));
    }

    @Override
    public void close() {
        LibC.close(descriptor);
        received.close();
        sent.close();
    }
}
