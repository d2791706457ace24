package io.switchd.linux.libc;

/**
 * Numbers that nobody guesses, from the kernel itself (getrandom(2), Linux 3.17): as good as those of the JDK's secure
 * generator, which costs a start some 15 ms more.
 */
public final class KernelRandom {

    private KernelRandom() {
    }

    /** Waits until the kernel has gathered what it needs, which after the first seconds of a machine it has. */
    public static long nextLong() throws LinuxException {
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            // Up to 256 bytes come whole, and once the kernel is ready no signal interrupts them.
            LinuxException.check("getrandom", LibC.getrandom(memory.address(), Long.BYTES, 0));
            return memory.buffer().getLong(0);
        }
    }
}
