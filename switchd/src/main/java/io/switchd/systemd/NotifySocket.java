package io.switchd.systemd;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.MessageLayout;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A way to the socket at which systemd listens to its services. What is said is a datagram; one descriptor may go with
 * it, of which the other side gets a copy.
 *
 * <pre>
 * struct sockaddr_un (sys/un.h): a path ends with a zero, an abstract address begins with one
 *  0            2             110
 * +------------+--------------+
 * | sun_family | sun_path     |
 * +------------+--------------+
 * </pre>
 *
 * <p>It is not connected, so that a systemd that was itself started anew is found again. One that takes nothing out of
 * its queue for a second is an error, never a wait without end.
 *
 * <p>Open for as long as the process lives. Safe from any thread.
 */
final class NotifySocket {

    static final int SUN_FAMILY = 0;
    static final int SUN_PATH = SUN_FAMILY + Short.BYTES;
    static final int SUN_PATH_LENGTH = 108;
    static final int SOCKADDR_UN_SIZE = SUN_PATH + SUN_PATH_LENGTH;

    static final int AF_UNIX = 1;
    static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDTIMEO = 21;
    static final int SCM_RIGHTS = 1;
    static final int NO_DESCRIPTOR = -1;

    private static final int TIMEOUT_SECONDS = 1;
    private static final int TEXT_LENGTH = 2_048;

    private static final int ADDRESS = 0;
    private static final int HEADER = (ADDRESS + SOCKADDR_UN_SIZE + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    private static final int VECTOR = HEADER + MessageLayout.MMSGHDR_SIZE;
    private static final int CONTROL = VECTOR + MessageLayout.IOVEC_SIZE;
    private static final int CONTROL_LENGTH = MessageLayout.CMSG_DATA + Integer.BYTES;
    private static final int TEXT = CONTROL + MessageLayout.space(Integer.BYTES);

    private final int descriptor;
    private final NativeMemory memory = NativeMemory.allocate(TEXT + TEXT_LENGTH);

    private NotifySocket(final int descriptor, final byte[] address) {
        this.descriptor = descriptor;
        final ByteBuffer buffer = memory.buffer();
        buffer.putShort(ADDRESS + SUN_FAMILY, (short) AF_UNIX).put(ADDRESS + SUN_PATH, address);
        buffer.putLong(HEADER + MessageLayout.MSG_NAME, memory.address() + ADDRESS).putInt(HEADER + MessageLayout.MSG_NAMELEN, SUN_PATH + address.length);
        buffer.putLong(HEADER + MessageLayout.MSG_IOV, memory.address() + VECTOR).putLong(HEADER + MessageLayout.MSG_IOVLEN, 1);
        buffer.putLong(VECTOR + MessageLayout.IOV_BASE, memory.address() + TEXT);
        buffer.putLong(CONTROL + MessageLayout.CMSG_LEN, CONTROL_LENGTH);
        buffer.putInt(CONTROL + MessageLayout.CMSG_LEVEL, SOL_SOCKET).putInt(CONTROL + MessageLayout.CMSG_TYPE, SCM_RIGHTS);
    }

    /**
     * @param name a path, or {@code @} and an abstract name
     * @throws IllegalArgumentException when it is neither
     */
    static NotifySocket open(final String name) throws LinuxException {
        final byte[] address = address(name);
        final int descriptor = LinuxException.check("socket(AF_UNIX)", LibC.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
        try (NativeMemory timeout = NativeMemory.allocate(2 * Long.BYTES)) {
            timeout.buffer().putLong(0, TIMEOUT_SECONDS);
            LinuxException.check("setsockopt(SO_SNDTIMEO)", LibC.setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, timeout.address(), 2 * Long.BYTES));
            return new NotifySocket(descriptor, address);
        } catch (final LinuxException e) {
            LibC.close(descriptor);
            throw e;
        }
    }

    /** As it stands in sun_path. */
    static byte[] address(final String name) {
        final boolean isAbstract = name.startsWith("@");
        if (!isAbstract && !name.startsWith("/")) {
            throw new IllegalArgumentException("'" + name + "' is neither an absolute path nor '@' and a name");
        }
        final byte[] address = (isAbstract ? "\0" + name.substring(1) : name + "\0").getBytes(StandardCharsets.UTF_8);
        if (address.length > SUN_PATH_LENGTH) {
            throw new IllegalArgumentException("'" + name + "' is longer than the " + (SUN_PATH_LENGTH - 1) + " bytes of a unix socket's address");
        }
        return address;
    }

    /** @param passed goes along, and stays the caller's; {@link #NO_DESCRIPTOR} for none */
    synchronized void send(final String text, final int passed) throws LinuxException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final ByteBuffer buffer = memory.buffer();
        buffer.put(TEXT, bytes).putLong(VECTOR + MessageLayout.IOV_LEN, bytes.length);
        final boolean passes = passed != NO_DESCRIPTOR;
        buffer.putInt(CONTROL + MessageLayout.CMSG_DATA, passed);
        buffer.putLong(HEADER + MessageLayout.MSG_CONTROL, passes ? memory.address() + CONTROL : 0);
        buffer.putLong(HEADER + MessageLayout.MSG_CONTROLLEN, passes ? MessageLayout.space(Integer.BYTES) : 0);
        int sent;
        do {
            sent = LibC.sendmmsg(descriptor, memory.address() + HEADER, 1, 0);
        } while (sent < 0 && LibC.errno() == Errno.EINTR);
        LinuxException.check("sendmmsg", sent);
    }
}
