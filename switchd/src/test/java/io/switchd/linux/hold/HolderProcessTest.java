package io.switchd.linux.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.MemoryFile;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.testkit.Await;
import io.switchd.testkit.RequiresRoot;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory that a process of sleep holds, which is found again with what was written into it. */
@RequiresRoot
class HolderProcessTest {

    private static final int SIZE = 4_096;
    private static final int SIGKILL = 9;

    @TempDir
    private Path directory;

    private static MemoryFile memory(final int value) throws Exception {
        final MemoryFile memory = MemoryFile.make("test");
        try (NativeMemory mapped = memory.map(SIZE)) {
            mapped.buffer().putInt(0, value);
        }
        return memory;
    }

    private static int valueOf(final int descriptor) throws Exception {
        try (NativeMemory mapped = NativeMemory.map(descriptor, SIZE)) {
            return mapped.buffer().getInt(0);
        } finally {
            LibC.close(descriptor);
        }
    }

    private int holder() throws Exception {
        return Integer.parseInt(Files.readString(directory.resolve("holder")).split(" ")[1]);
    }

    private static boolean isAlive(final int pid) {
        return Files.exists(Path.of("/proc", Integer.toString(pid)));
    }

    @Test
    void aDaemonThatDoesNotComeToHoldAnythingLeavesWhatIsHeldToTheNext() throws Exception {
        try (HolderProcess first = new HolderProcess(directory); MemoryFile one = memory(1)) {
            first.hold("one", one.descriptor());
            first.settle();
            try (HolderProcess failing = new HolderProcess(directory)) {
                LibC.close(failing.takeOver().get("one"));
                failing.hold("other", one.descriptor());
            }
            try (HolderProcess third = new HolderProcess(directory)) {
                assertEquals(1, valueOf(third.takeOver().get("one")));
            }
            assertTrue(isAlive(holder()));
        }
    }

    @Test
    void whatWasHeldIsFoundByItsNameThoughNobodyElseHasItAnyMore() throws Exception {
        try (HolderProcess first = new HolderProcess(directory)) {
            try (MemoryFile one = memory(1); MemoryFile two = memory(2); MemoryFile three = memory(3)) {
                first.hold("one", one.descriptor());
                first.hold("two", two.descriptor());
                first.hold("three", three.descriptor());
                first.settle();
                first.forget("two");
                first.settle();
            }
            try (HolderProcess second = new HolderProcess(directory)) {
                final Map<String, Integer> found = second.takeOver();
                assertEquals(List.of("one", "three"), found.keySet().stream().sorted().toList());
                assertEquals(1, valueOf(found.get("one")));
                assertEquals(3, valueOf(found.get("three")));
            }
        }
    }

    @Test
    void aFileThatSaysNothingIsRefusedWithItsName() throws Exception {
        final Path file = directory.resolve("holder");
        for (final String text : List.of("", "process\n", "process 1 started 1\n3\n")) {
            Files.writeString(file, text);
            try (HolderProcess keeper = new HolderProcess(directory)) {
                assertEquals(file + " does not say which process holds what", assertThrows(IOException.class, keeper::takeOver).getMessage());
            }
        }
    }

    @Test
    void theHolderHasNothingElseOfOurs() throws Exception {
        try (HolderProcess keeper = new HolderProcess(directory); MemoryFile one = memory(1);
             ServerSocketChannel inherited = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            inherited.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
            keeper.hold("one", one.descriptor());
            keeper.settle();
            assertEquals("sleep\n", Files.readString(Path.of("/proc", Integer.toString(holder()), "comm")));
            try (Stream<Path> descriptors = Files.list(Path.of("/proc", Integer.toString(holder()), "fd"))) {
                assertEquals(List.of("0", "1", "2", "3"), descriptors.map(Path::getFileName).map(Path::toString).sorted().toList());
            }
        }
    }

    @Test
    void anotherProcessTakesThePlaceOfTheOneBeforeWhichEnds() throws Exception {
        try (MemoryFile one = memory(1); MemoryFile two = memory(2)) {
            final HolderProcess keeper = new HolderProcess(directory);
            keeper.hold("one", one.descriptor());
            keeper.settle();
            final int before = holder();
            keeper.settle();
            assertEquals(before, holder(), "nothing has changed");
            keeper.hold("two", two.descriptor());
            keeper.settle();
            final int after = holder();
            assertTrue(before != after && isAlive(after));
            Await.until("the one before has ended", Duration.ofSeconds(5), () -> !isAlive(before));
            keeper.close();
            Await.until("with the daemon all is let go of", Duration.ofSeconds(5), () -> !isAlive(after));
            assertFalse(Files.exists(directory.resolve("holder")));
        }
    }

    @Test
    void aHolderThatHasEndedHasNothingAndNeitherHasAnotherProcessOfItsNumber() throws Exception {
        try (HolderProcess first = new HolderProcess(directory); MemoryFile one = memory(1)) {
            first.hold("one", one.descriptor());
            first.settle();
            final String text = Files.readString(directory.resolve("holder"));
            Files.writeString(directory.resolve("holder"), text.replaceFirst("started \\d+", "started 1"));
            assertEquals(Map.of(), new HolderProcess(directory).takeOver());
            Files.writeString(directory.resolve("holder"), text);
            final int ended = holder();
            LibC.kill(ended, SIGKILL);
            LibC.waitpid(ended, 0, 0);
            assertEquals(Map.of(), new HolderProcess(directory).takeOver());
        }
    }
}
