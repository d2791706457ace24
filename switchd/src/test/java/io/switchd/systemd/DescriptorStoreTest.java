package io.switchd.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.testkit.Await;
import io.switchd.testkit.Lab;
import io.switchd.testkit.LogLines;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.SpawnedProcess;
import io.switchd.testkit.SystemdStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that outlive a process, kept by somebody who keeps them as systemd does. */
@Once
class DescriptorStoreTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int NUMBER = 4_711;

    private Path path;
    private SystemdStandIn systemd;

    @BeforeEach
    void open(@TempDir final Path directory) {
        path = directory.resolve("notify");
        systemd = new SystemdStandIn(path);
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    private DescriptorStore store() {
        final Map<String, String> environment = Map.of("NOTIFY_SOCKET", path.toString());
        return DescriptorStore.open(Notifier.of(environment), environment, ProcessHandle.current().pid());
    }

    private void awaitStore(final Set<String> names) {
        Await.until("there are kept " + names + ", and not " + systemd.store().keySet(), SOON, () -> systemd.store().keySet().equals(names));
    }

    private static int eventfd() throws LinuxException {
        return LinuxException.check("eventfd", LibC.eventfd(NUMBER, 0));
    }

    private static long read(final int descriptor) throws LinuxException {
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            LinuxException.check("read", LibC.read(descriptor, memory.address(), Long.BYTES));
            return memory.buffer().getLong(0);
        }
    }

    @Test
    void whatIsPutThereOutlivesTheOneWhoHadIt() throws Exception {
        final int descriptor = eventfd();
        store().put("port.a", descriptor);
        awaitStore(Set.of("port.a"));
        LibC.close(descriptor);
        assertEquals(NUMBER, read(systemd.store().get("port.a")));
        assertEquals(List.of("FDSTORE=1", "FDPOLL=0", "FDNAME=port.a"), systemd.messages().get(0).lines());
    }

    @Test
    void whatIsRemovedIsKeptNoLonger() throws Exception {
        final int descriptor = eventfd();
        final DescriptorStore store = store();
        store.put("port.a", descriptor);
        store.put("port.b", descriptor);
        awaitStore(Set.of("port.a", "port.b"));
        store.remove("port.a");
        awaitStore(Set.of("port.b"));
        LibC.close(descriptor);
    }

    @Test
    void aNameThatSystemdWouldNotTakeIsRefused() {
        for (final String name : List.of("", "a:b", "a\nREADY=1", "p\u00f6rt", "x".repeat(256))) {
            assertThrows(IllegalArgumentException.class, () -> store().put(name, 0), name);
        }
        assertEquals(List.of(), systemd.messages());
    }

    @Test
    @RequiresRoot
    void theNextProcessFindsItByItsNameAndWhatItDoesNotKnowGoes() throws Exception {
        final int descriptor = eventfd();
        final DescriptorStore store = store();
        store.put("port.a", descriptor);
        store.put("of.old", descriptor);
        store.put("port.b", descriptor);
        awaitStore(Set.of("port.a", "of.old", "port.b"));
        LibC.close(descriptor);
        try (Lab lab = new Lab()) {
            final Path output = lab.directory().resolve("output");
            final SpawnedProcess process = systemd.start(lab, output, Map.of(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Heir.class.getName());
            assertEquals(0, process.waitFor(SOON), () -> read(output));
            assertEquals("port.a holds 4711\nport.c is missing\n", read(output).replaceAll("(?m)^(?!port).*\n", ""));
            assertTrue(read(output).contains("are of no use any more, and are closed: of.old, port.b"), read(output));
        }
        awaitStore(Set.of("port.a"));
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The next process. */
    static final class Heir {

        private Heir() {
        }

        public static void main(final String[] args) throws LinuxException {
            final DescriptorStore store = DescriptorStore.open(Notifier.of(System.getenv()), System.getenv(), ProcessHandle.current().pid());
            System.out.println("port.a holds " + read(store.take("port.a").getAsInt()));
            System.out.println("port.c " + (store.take("port.c").isPresent() ? "is there" : "is missing"));
            final int kept = 3 + 1;
            store.closeUnknown();
            if (LibC.close(kept) == 0) {
                throw new AssertionError("what nobody knows is still open");
            }
        }
    }

    @Test
    void whatIsMeantForAnotherProcessIsLeftAlone() {
        final DescriptorStore store = DescriptorStore.open(Notifier.of(Map.of()), Map.of("LISTEN_PID", "1", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "a:b"), 2);
        assertTrue(store.take("a").isEmpty());
        store.closeUnknown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "many", "99999999"})
    void aCountThatIsNoneIsAWarning(final String count) {
        try (LogLines log = LogLines.of(DescriptorStore.class)) {
            assertTrue(DescriptorStore.open(Notifier.of(Map.of()), Map.of("LISTEN_PID", "2", "LISTEN_FDS", count), 2).take("unknown").isEmpty());
            assertEquals(List.of("WARNING not all that systemd has kept can be used: LISTEN_FDS '" + count + "' is not a number of descriptors"), log.lines());
        }
    }

    @Test
    void withoutACountThereIsNothing() {
        assertTrue(DescriptorStore.open(Notifier.of(Map.of()), Map.of("LISTEN_PID", "2"), 2).take("unknown").isEmpty());
        assertTrue(DescriptorStore.open(Notifier.of(Map.of()), Map.of("LISTEN_PID", "2", "LISTEN_FDS", "0"), 2).take("unknown").isEmpty());
    }
}
