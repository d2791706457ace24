package io.switchd.linux.hold;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a program with descriptors of ours, which Java's own ProcessBuilder would close: posix_spawn(3).
 *
 * <p>The descriptors are put where the program is to have them one after another, and so that none is overwritten before it
 * has been put: first all are copied to numbers that nobody has, then to their places. All others are closed, for Java
 * opens its own, such as the socket that clients connect to, so that programs inherit them.
 */
final class Spawn {

    /** More than either of glibc's (336 bytes) and musl's (76 and 336), which are opaque. */
    private static final int OPAQUE_SIZE = 512;
    private static final short POSIX_SPAWN_SETSID = 0x80;
    private static final int STANDARD_DESCRIPTORS = 3;
    private static final int O_RDWR = 2;

    private Spawn() {
    }

    /**
     * Returns the number of the process, which the caller has to wait for.
     *
     * @param command     a program, searched for in PATH, and its arguments
     * @param descriptors that it has, from a number on; the first three are nobody's, /dev/null
     */
    static int start(final List<String> command, final List<Integer> descriptors, final int first) throws LinuxException {
        final List<NativeMemory> memory = new ArrayList<>();
        try (NativeMemory actions = NativeMemory.allocate(OPAQUE_SIZE); NativeMemory attributes = NativeMemory.allocate(OPAQUE_SIZE);
             NativeMemory out = NativeMemory.allocate(Integer.BYTES)) {
            check(LibC.posix_spawn_file_actions_init(actions.address()));
            check(LibC.posix_spawnattr_init(attributes.address()));
            try {
                check(LibC.posix_spawnattr_setflags(attributes.address(), POSIX_SPAWN_SETSID));
                place(actions, descriptors, first);
                final long arguments = strings(command, memory);
                final long environment = strings(List.of(), memory);
                check(LibC.posix_spawnp(out.address(), command.get(0), actions.address(), attributes.address(), arguments, environment));
                return out.buffer().getInt(0);
            } finally {
                LibC.posix_spawn_file_actions_destroy(actions.address());
                LibC.posix_spawnattr_destroy(attributes.address());
            }
        } finally {
            memory.forEach(NativeMemory::close);
        }
    }

    private static void place(final NativeMemory actions, final List<Integer> descriptors, final int first) throws LinuxException {
        for (int standard = 0; standard < STANDARD_DESCRIPTORS; standard++) {
            check(LibC.posix_spawn_file_actions_addopen(actions.address(), standard, "/dev/null", O_RDWR, 0));
        }
        final int free = Math.max(first, descriptors.stream().mapToInt(descriptor -> descriptor).max().orElse(0) + 1) + descriptors.size();
        for (int i = 0; i < descriptors.size(); i++) {
            check(LibC.posix_spawn_file_actions_adddup2(actions.address(), descriptors.get(i), free + i));
        }
        for (int i = 0; i < descriptors.size(); i++) {
            check(LibC.posix_spawn_file_actions_adddup2(actions.address(), free + i, first + i));
        }
        check(LibC.posix_spawn_file_actions_addclosefrom_np(actions.address(), first + descriptors.size()));
    }

    private static long strings(final List<String> texts, final List<NativeMemory> memory) {
        final NativeMemory pointers = NativeMemory.allocate((long) (texts.size() + 1) * Long.BYTES);
        memory.add(pointers);
        for (int i = 0; i < texts.size(); i++) {
            final byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
            final NativeMemory text = NativeMemory.allocate(bytes.length + 1);
            memory.add(text);
            final ByteBuffer buffer = text.buffer();
            buffer.put(0, bytes);
            pointers.buffer().putLong(i * Long.BYTES, text.address());
        }
        return pointers.address();
    }

    /** These functions return the error. */
    private static void check(final int error) throws LinuxException {
        if (error != 0) {
            throw new LinuxException("posix_spawn", error);
        }
    }
}
