package io.switchd.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibCTest {

    private static final int O_CREAT_EXCL = 0x40 | 0x80;

    @Test
    void aFailedCallLeavesItsReason() {
        assertEquals(-1, LibC.close(-1));
        assertEquals(Errno.EBADF, LibC.errno());
    }

    @Test
    void theReasonIsTheCallingThreadsOwn() throws Exception {
        assertEquals(-1, LibC.close(-1));
        final FutureTask<Integer> other = new FutureTask<>(() -> LibC.open("/nowhere/at/all", 0, 0) < 0 ? LibC.errno() : 0);
        new Thread(other).start();
        assertEquals(Errno.ENOENT, other.get());
        assertEquals(Errno.EBADF, LibC.errno());
    }

    @Test
    void checkPassesAResultOnAndMakesAnExceptionOfAFailure() throws LinuxException {
        assertEquals(5, LinuxException.check("call", 5));
        assertEquals(1L << 40, LinuxException.check("call", 1L << 40));
        final LinuxException e = assertThrows(LinuxException.class, () -> LinuxException.check("close", LibC.close(-1)));
        assertEquals("close: Bad file descriptor", e.getMessage());
        assertEquals(Errno.EBADF, e.errno());
    }

    @Test
    void theThreadIsTheOneTheKernelKnows() throws Exception {
        assertTrue(Files.readSymbolicLink(Path.of("/proc/thread-self")).endsWith("task/" + LibC.gettid()));
    }

    @Test
    void textGoesToTheKernelAsUtf8InEveryLocale(@TempDir final Path directory) throws Exception {
        final int descriptor = LinuxException.check("open", LibC.open(directory + "/n\u00e4me \u4e16", O_CREAT_EXCL, 0600));
        LibC.close(descriptor);
        assertEquals("n\u00e4me \u4e16\n", Commands.run("ls", directory.toString()).ok().stdout());
    }
}
