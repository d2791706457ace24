package io.switchd.linux.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Devices;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Side by side with ip netns, in mounts and a network of the test's own. */
@RequiresRoot
class NetworkNamespacesTest {

    private static final int LOCK_EX = 2;
    private static final int READINGS = 200;

    private final NetworkNamespaces namespaces = new NetworkNamespaces(NetworkNamespaces.DIRECTORY);

    /** What a test does in its sandbox. */
    private interface Body {
        void run() throws Exception;
    }

    private static void inSandbox(final Body body) throws Exception {
        Sandbox.run(() -> {
            body.run();
            return null;
        });
    }

    private static String ip(final String words) {
        return Commands.run(("ip " + words).split(" ")).ok().stdout();
    }

    private List<String> devices(final String name) throws IOException {
        try (NetlinkSocket inside = namespaces.in(name, NetlinkSocket::open)) {
            return Devices.names(new Links(inside));
        }
    }

    private static Path ownNamespace() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    }

    @Test
    void aNamespaceMadeHereIsUsedAndDeletedByIp() throws Exception {
        inSandbox(() -> {
            assertEquals(List.of(), namespaces.list());
            namespaces.add("blue");
            assertEquals("blue", ip("netns list").strip());
            ip("-n blue link add inside type veth peer name other");
            assertEquals(List.of("lo", "other", "inside"), devices("blue"));
            assertEquals("", ip("netns pids blue"));
            ip("netns delete blue");
            assertEquals(List.of(), namespaces.list());
        });
    }

    @Test
    void aNamespaceMadeByIpIsUsedAndDeletedHere() throws Exception {
        inSandbox(() -> {
            ip("netns add red");
            assertEquals(List.of("red"), namespaces.list());
            assertEquals(List.of("lo"), devices("red"));
            namespaces.delete("red");
            assertEquals("", ip("netns list"));
        });
    }

    @Test
    void namesAreInOrder() throws Exception {
        inSandbox(() -> {
            for (final String name : List.of("b", "a", "B", "a.b")) {
                namespaces.add(name);
            }
            assertEquals(List.of("B", "a", "a.b", "b"), namespaces.list());
        });
    }

    @Test
    void aNameMayHaveLettersOfAnyLanguage() throws Exception {
        inSandbox(() -> {
            namespaces.add("n\u00e4me");
            assertEquals("n\u00e4me", ip("netns list").strip());
            assertEquals(List.of("lo"), devices("n\u00e4me"));
            namespaces.delete("n\u00e4me");
            assertEquals(List.of(), namespaces.list());
        });
    }

    @Test
    void whatIsThereIsNotMadeAndWhatIsMissingNeitherOpenedNorDeleted() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            final String missing = ": No such file or directory";
            assertFails(Errno.EEXIST, "cannot create namespace file \"/run/netns/blue\": File exists",
                () -> namespaces.add("blue"));
            assertFails(Errno.ENOENT, "cannot remove namespace file \"/run/netns/red\"" + missing,
                () -> namespaces.delete("red"));
            assertFails(Errno.ENOENT, "cannot open network namespace \"red\"" + missing, () -> namespaces.open("red"));
            assertFails(Errno.ENOENT, "cannot open network namespace \"red\"" + missing, () -> namespaces.in("red", () -> 1));
        });
    }

    private static void assertFails(final int errno, final String message, final Executable call) {
        final LinuxException e = assertThrows(LinuxException.class, call);
        assertEquals(message, e.getMessage());
        assertEquals(errno, e.errno());
    }

    @Test
    void aNameThatLeadsOutOfTheDirectoryIsRefused() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            for (final String name : List.of("", ".", "..", "../netns/blue", "a/b", "blue\0")) {
                assertThrows(IllegalArgumentException.class, () -> namespaces.delete(name));
                assertThrows(IllegalArgumentException.class, () -> namespaces.add(name));
                assertThrows(IllegalArgumentException.class, () -> namespaces.open(name));
            }
            assertEquals(List.of("lo"), devices("blue"));
        });
    }

    @Test
    void aFileWithoutANamespaceIsToldAndCanBeDeleted() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            Files.createFile(Path.of("/run/netns/stale"));
            assertFails(Errno.EINVAL,
                "cannot open network namespace \"stale\": no network namespace is mounted on /run/netns/stale",
                () -> namespaces.in("stale", () -> 1));
            namespaces.delete("stale");
            assertEquals(List.of("blue"), namespaces.list());
        });
    }

    @Test
    void deletingASymbolicLinkLeavesWhatItPointsTo() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            Files.createSymbolicLink(Path.of("/run/netns/link"), Path.of("/run/netns/blue"));
            namespaces.delete("link");
            assertEquals(List.of("lo"), devices("blue"));
        });
    }

    @Test
    void workInsideIsDoneInsideAndTheCallerStaysOutside() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            final Path outside = ownNamespace();
            final Path inside = namespaces.in("blue", NetworkNamespacesTest::ownNamespace);
            assertNotEquals(outside, inside);
            assertEquals(outside, ownNamespace());
            assertEquals(inside, namespaces.in("blue", NetworkNamespacesTest::ownNamespace));
        });
    }

    @Test
    void whatFailsInsideFailsOutside() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            final IOException failure = new IOException("io");
            assertSame(failure, assertThrows(IOException.class, () -> namespaces.in("blue", () -> {
                throw failure;
            })));
            final Error error = new OutOfMemoryError("of the test");
            assertSame(error, assertThrows(OutOfMemoryError.class, () -> namespaces.in("blue", () -> {
                throw error;
            })));
            final RuntimeException defect = new IllegalArgumentException("defect");
            assertSame(defect, assertThrows(IllegalStateException.class, () -> namespaces.in("blue", () -> {
                throw defect;
            })).getCause());
        });
    }

    @Test
    void theDirectoryIsASharedMountOnce() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            ip("netns add red");
            namespaces.add("green");
            final List<String> mounts = Files.readAllLines(Path.of("/proc/thread-self/mountinfo")).stream()
                .filter(line -> line.contains(" /run/netns ")).toList();
            assertEquals(1, mounts.size(), mounts.toString());
            assertTrue(mounts.get(0).contains(" shared:"), mounts.get(0));
            assertEquals(List.of("blue", "green", "red"), namespaces.list());
        });
    }

    @Test
    void aLockThatSomeoneHoldsIsNotWaitedForWithoutEnd() throws Exception {
        inSandbox(() -> {
            Files.createDirectory(NetworkNamespaces.DIRECTORY);
            final int other = LinuxException.check("open", LibC.open("/run/netns", 0, 0));
            LinuxException.check("flock", LibC.flock(other, LOCK_EX));
            assertFails(Errno.EAGAIN, "cannot lock /run/netns: another process holds the lock", () -> namespaces.add("blue"));
            LibC.close(other);
            namespaces.add("blue");
            final int again = LinuxException.check("open", LibC.open("/run/netns", 0, 0));
            LinuxException.check("flock", LibC.flock(again, LOCK_EX));
            namespaces.add("red");
            LibC.close(again);
            assertEquals(List.of("blue", "red"), namespaces.list());
        });
    }

    private static void endOf(final Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The namespace of a process is unshared before it is sleep. */
    private static Process inNamespaceOfItsOwn() throws IOException {
        final Process process = new ProcessBuilder("unshare", "--net", "sleep", "60").start();
        Await.until("it sleeps", Duration.ofSeconds(5), () -> ProcessTable.name(process.pid()).orElse("").equals("sleep"));
        return process;
    }

    @Test
    void theNamespaceOfAProcessGetsNamesAndIsFoundByThem() throws Exception {
        inSandbox(() -> {
            final Process process = inNamespaceOfItsOwn();
            try {
                assertEquals(List.of(), namespaces.namesOf(process.pid()));
                namespaces.attach("blue", process.pid());
                ip("netns attach red " + process.pid());
                namespaces.add("green");
                assertEquals(List.of("blue", "red"), namespaces.namesOf(process.pid()));
                assertEquals(List.of("blue", "red"), namespaces.namesOf("red"));
                assertEquals(Long.toString(process.pid()), ip("netns pids blue").strip());
                assertEquals(List.of(process.pid()), namespaces.processes("red", ProcessTable.read()));
                assertEquals(List.of(), namespaces.processes("green", ProcessTable.read()));
            } finally {
                endOf(process);
            }
            assertEquals(List.of("lo"), devices("blue"));
        });
    }

    @Test
    void whatCannotBeNamedLeavesNoFile() throws Exception {
        inSandbox(() -> {
            final Process process = inNamespaceOfItsOwn();
            try {
                namespaces.add("blue");
                assertFails(Errno.EEXIST, "cannot create namespace file \"/run/netns/blue\": File exists",
                    () -> namespaces.attach("blue", process.pid()));
                for (final String name : List.of("", ".", "..", "../netns/red", "a/b", "red\0")) {
                    assertThrows(IllegalArgumentException.class, () -> namespaces.attach(name, process.pid()));
                }
            } finally {
                endOf(process);
            }
            assertEquals("there is no process " + process.pid(),
                assertThrows(IOException.class, () -> namespaces.attach("red", process.pid())).getMessage());
            assertEquals("there is no process " + process.pid(),
                assertThrows(IOException.class, () -> namespaces.namesOf(process.pid())).getMessage());
            assertEquals(List.of("blue"), namespaces.list());
        });
    }

    @Test
    void aNameThatLeadsToNoNamespaceHasNeitherProcessesNorOtherNames() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            Files.createFile(Path.of("/run/netns/stale"));
            Files.createSymbolicLink(Path.of("/run/netns/dangling"), Path.of("/proc/4194304/ns/net"));
            assertEquals(List.of(), namespaces.processes("stale", ProcessTable.read()));
            assertEquals(List.of(), namespaces.processes("dangling", ProcessTable.read()));
            assertEquals(List.of("stale"), namespaces.namesOf("stale"));
            assertEquals(List.of(), namespaces.namesOf("dangling"));
            assertEquals(List.of("blue"), namespaces.namesOf("blue"));
        });
    }

    @Test
    void processesMayComeAndGoWhileTheyAreRead() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            final Process steady = namespaces.in("blue", () -> new ProcessBuilder("sleep", "60").start());
            final Process churn = new ProcessBuilder("sh", "-c", "while :; do for i in 1 2 3 4 5 6 7 8; do true & done; wait; /bin/true; done").start();
            try {
                for (int i = 0; i < READINGS; i++) {
                    assertTrue(namespaces.processes("blue", ProcessTable.read()).contains(steady.pid()));
                }
                assertTrue(churn.isAlive());
            } finally {
                endOf(churn);
                endOf(steady);
            }
        });
    }

    @Test
    void aProcessInsideOutlivesTheName() throws Exception {
        inSandbox(() -> {
            namespaces.add("blue");
            namespaces.add("red");
            final Process process = namespaces.in("blue", () -> new ProcessBuilder("sleep", "60").start());
            try {
                Await.until("sleep is found", Duration.ofSeconds(5), () -> ip("netns pids blue").strip().equals(Long.toString(process.pid())));
                namespaces.delete("blue");
                assertTrue(process.isAlive());
                assertEquals(List.of("red"), namespaces.list());
            } finally {
                process.destroyForcibly().waitFor();
            }
        });
    }
}
