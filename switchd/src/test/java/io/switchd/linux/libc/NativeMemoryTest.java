package io.switchd.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

    private static final int PAGE = 4_096;

    @Test
    void aBlockIsZeroedAlignedToAPageAndInTheMachinesByteOrder() {
        try (NativeMemory memory = NativeMemory.allocate(3 * PAGE)) {
            assertEquals(3 * PAGE, memory.buffer().capacity());
            assertEquals(0, memory.address() % PAGE);
            assertSame(ByteOrder.nativeOrder(), memory.buffer().order());
            for (int i = 0; i < 3 * PAGE; i++) {
                assertEquals(0, memory.buffer().get(i));
            }
        }
    }

    @Test
    void theBufferIsTheMemoryThatTheKernelSeesAtTheAddress() throws LinuxException {
        try (NativeMemory memory = NativeMemory.allocate(PAGE)) {
            final int pipe = LinuxException.check("eventfd", LibC.eventfd(0, 0));
            memory.buffer().putLong(16, 0x0102_0304_0506_0708L);
            assertEquals(Long.BYTES, LibC.write(pipe, memory.address() + 16, Long.BYTES));
            assertEquals(Long.BYTES, LibC.read(pipe, memory.address() + 24, Long.BYTES));
            assertEquals(0x0102_0304_0506_0708L, memory.buffer().getLong(24));
            LibC.close(pipe);
        }
    }

    @Test
    void closingTwiceDoesNotTakeWhatHasComeToTheSamePlace() {
        final NativeMemory first = NativeMemory.allocate(PAGE);
        first.close();
        try (NativeMemory second = NativeMemory.allocate(PAGE)) {
            first.close();
            second.buffer().putLong(0, 42);
            assertEquals(42, second.buffer().getLong(0));
        }
    }

    @Test
    void whatCannotBeHadIsToldInBytes() {
        final OutOfMemoryError e = assertThrows(OutOfMemoryError.class, () -> NativeMemory.allocate(1L << 50));
        assertEquals("cannot map 1125899906842624 bytes: Cannot allocate memory", e.getMessage());
    }
}
