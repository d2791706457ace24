package io.switchd.linux.libc;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block of memory outside the heap, beginning on a page and zeroed unless it is shared, with its address for system calls and a buffer on
 * it for everybody else. Pages that are never touched cost nothing.
 *
 * <p>After {@link #close()} the memory is gone: to touch its buffer then ends the process. Owners close it last.
 */
public final class NativeMemory implements AutoCloseable {

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final long MAP_FAILED = -1;

    private final long address;
    private final long size;
    private final ByteBuffer buffer;
    private boolean closed;

    private NativeMemory(final long address, final long size) {
        this.address = address;
        this.size = size;
        buffer = new Pointer(address).getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }

    /** @param size in bytes, less than 2 GiB */
    public static NativeMemory allocate(final long size) {
        final long address = LibC.mmap(0, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (address == MAP_FAILED) {
            throw new OutOfMemoryError("cannot map " + size + " bytes: " + Errno.text(LibC.errno()));
        }
        return new NativeMemory(address, size);
    }

    /**
     * The memory behind a descriptor, from its beginning, shared with whoever else has it.
     *
     * @param size in bytes, less than 2 GiB
     */
    public static NativeMemory map(final int descriptor, final long size) throws LinuxException {
        final long address = LibC.mmap(0, size, PROT_READ_WRITE, MAP_SHARED, descriptor, 0);
        if (address == MAP_FAILED) {
            throw new LinuxException("mmap", LibC.errno());
        }
        return new NativeMemory(address, size);
    }

    /** The rest of the block from an offset on; it is gone when the block is, and need not be closed. */
    public NativeMemory part(final int offset) {
        final NativeMemory part = new NativeMemory(address + offset, size - offset);
        part.closed = true;
        return part;
    }

    public long address() {
        return address;
    }

    /** On the whole block, in the machine's byte order. */
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibC.munmap(address, size);
        }
    }
}
