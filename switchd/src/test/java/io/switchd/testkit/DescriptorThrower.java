package io.switchd.testkit;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A client of a unix socket that sends open descriptors along with what it says (unix(7), SCM_RIGHTS), the write end of a
 * pipe each time: as long as anybody has it open, the read end has no end.
 *
 * <pre>
 * struct mmsghdr (recvmmsg(2))
 *  0          8             16        24           32            40               48          56        60
 * +----------+-------------+---------+------------+-------------+----------------+-----------+---------+-----+
 * | msg_name | msg_namelen | msg_iov | msg_iovlen | msg_control | msg_controllen | msg_flags | msg_len | pad |
 * +----------+-------------+---------+------------+-------------+----------------+-----------+---------+-----+
 * </pre>
 */
public final class DescriptorThrower implements AutoCloseable {

    /** SCM_MAX_FD of the kernel: more in one message are refused to the sender. */
    public static final int MOST = 253;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int VECTOR = 64;
    private static final int CONTROL = VECTOR + 2 * Long.BYTES;
    private static final int CONTROL_HEADER = 2 * Long.BYTES;
    private static final int TEXT = 4_096;
    private static final int SIZE = 64 * 1024;

    static {
        Native.register(DescriptorThrower.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final int socket;
    private final int readEnd;
    private int writeEnd;

    public DescriptorThrower(final Path path) throws IOException {
        socket = LinuxException.check("socket", LibC.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
        final byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        memory.buffer().putShort(0, (short) AF_UNIX).put(Short.BYTES, name).put(Short.BYTES + name.length, (byte) 0);
        LinuxException.check("connect", connect(socket, memory.address(), Short.BYTES + name.length + 1));
        LinuxException.check("pipe2", pipe2(memory.address(), O_CLOEXEC));
        readEnd = memory.buffer().getInt(0);
        writeEnd = memory.buffer().getInt(Integer.BYTES);
    }

    /** Sends a text with so many descriptors; false when the connection is closed. */
    public boolean send(final String text, final int descriptors) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final long base = memory.address();
        final int controlLength = CONTROL_HEADER + descriptors * Integer.BYTES;
        final ByteBuffer buffer = memory.buffer();
        buffer.put(TEXT, bytes);
        buffer.putLong(0, 0).putLong(8, 0).putLong(16, base + VECTOR).putLong(24, 1).putLong(32, base + CONTROL).putLong(40, controlLength).putLong(48, 0).putLong(56, 0);
        buffer.putLong(VECTOR, base + TEXT).putLong(VECTOR + Long.BYTES, bytes.length);
        buffer.putLong(CONTROL, controlLength).putInt(CONTROL + Long.BYTES, SOL_SOCKET).putInt(CONTROL + Long.BYTES + Integer.BYTES, SCM_RIGHTS);
        for (int i = 0; i < descriptors; i++) {
            buffer.putInt(CONTROL + CONTROL_HEADER + i * Integer.BYTES, writeEnd);
        }
        return LibC.sendmmsg(socket, base, 1, MSG_NOSIGNAL) == 1;
    }

    /** What has come back, at most some 60 KiB, waited for; empty when the connection is closed. */
    public String receive() {
        final long length = LibC.recv(socket, memory.address() + TEXT, SIZE - TEXT, 0);
        final byte[] bytes = new byte[(int) Math.max(0, length)];
        memory.buffer().get(TEXT, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Closes this end's own copy, and demands that nobody else has one. */
    public void nobodyHasThem() {
        LibC.close(writeEnd);
        writeEnd = -1;
        final long address = memory.address();
        memory.buffer().putInt(0, readEnd).putInt(Integer.BYTES, 0);
        if (LibC.poll(address, 1, 5_000) != 1 || LibC.read(readEnd, address, 1) != 0) {
            throw new AssertionError("a descriptor that was sent is still open somewhere");
        }
    }

    @Override
    public void close() {
        LibC.close(socket);
        LibC.close(readEnd);
        if (writeEnd >= 0) {
            LibC.close(writeEnd);
        }
        memory.close();
    }

    // int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)
    private static native int connect(int descriptor, long address, int length);

    // int pipe2(int pipefd[2], int flags)
    private static native int pipe2(long descriptors, int flags);
}
