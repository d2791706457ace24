package io.switchd.linux.libc;

/** Memory that has a descriptor (memfd_create(2)), so that it can outlive the daemon when somebody else holds that too. */
public final class MemoryFile implements AutoCloseable {

    private static final int MFD_CLOEXEC = 1;

    private final int descriptor;

    private MemoryFile(final int descriptor) {
        this.descriptor = descriptor;
    }

    /** @param name for who looks into /proc, up to 249 bytes */
    public static MemoryFile make(final String name) throws LinuxException {
        final int descriptor = LibC.memfd_create(name, MFD_CLOEXEC);
        LinuxException.check("memfd_create", descriptor);
        return new MemoryFile(descriptor);
    }

    /** Goes on with a descriptor that somebody has held. */
    public static MemoryFile adopt(final int descriptor) {
        return new MemoryFile(descriptor);
    }

    public int descriptor() {
        return descriptor;
    }

    /** Maps it from the beginning, zeroed where nobody has written; makes it that long. */
    public NativeMemory map(final long size) throws LinuxException {
        LinuxException.check("ftruncate", LibC.ftruncate(descriptor, size));
        return NativeMemory.map(descriptor, size);
    }

    @Override
    public void close() {
        LibC.close(descriptor);
    }
}
