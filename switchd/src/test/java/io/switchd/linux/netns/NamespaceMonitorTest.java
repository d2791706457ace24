package io.switchd.linux.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** In mounts and a network of the test's own, whose /run is empty at first. */
@RequiresRoot
class NamespaceMonitorTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int BURST = 60;
    /** Of a monitor: the table of mounts, inotify, the end of the wait. */
    private static final int DESCRIPTORS = 3;

    private final NetworkNamespaces namespaces = new NetworkNamespaces(NetworkNamespaces.DIRECTORY);
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private int expected;

    /** What a test does while a monitor is at work. */
    private interface Body {
        void run() throws Exception;
    }

    private final NamespaceMonitor.Listener listener = new NamespaceMonitor.Listener() {
        @Override
        public void added(final String name) {
            told.add("add " + name);
        }

        @Override
        public void deleted(final String name) {
            told.add("delete " + name);
        }
    };

    private void withMonitor(final Body body) throws Exception {
        withMonitor(listener, NamespaceMonitorTest::fail, body);
    }

    private void withMonitor(final NamespaceMonitor.Listener of, final Consumer<Throwable> failed, final Body body) throws Exception {
        Sandbox.run(() -> {
            final NamespaceMonitor monitor = NamespaceMonitor.start(namespaces, of, failed);
            try {
                body.run();
            } finally {
                monitor.close();
            }
            return null;
        });
    }

    private static void run(final String command) {
        Commands.run(command.split(" ")).ok();
    }

    /** Demands that these and no others are told next. */
    private void expect(final String... words) {
        final List<String> next = List.of(words);
        Await.until(next + " is told", DEADLINE, () -> told.size() >= expected + next.size());
        assertEquals(next, told.subList(expected, told.size()));
        expected += next.size();
    }

    @Test
    void namesThatIpGivesAndTakesAreTold() throws Exception {
        withMonitor(() -> {
            run("ip netns add blue");
            expect("add blue");
            run("ip netns add red");
            expect("add red");
            run("ip netns del blue");
            expect("delete blue");
        });
    }

    @Test
    void namesOfOurOwnAreToldToo() throws Exception {
        withMonitor(() -> {
            namespaces.add("blue");
            expect("add blue");
            namespaces.attach("own", ProcessHandle.current().pid());
            expect("add own");
            namespaces.delete("blue");
            expect("delete blue");
        });
    }

    @Test
    void whatWasThereBeforeIsNotTold() throws Exception {
        Sandbox.run(() -> {
            namespaces.add("old");
            final NamespaceMonitor monitor = NamespaceMonitor.start(namespaces, listener, NamespaceMonitorTest::fail);
            try {
                namespaces.add("new");
                expect("add new");
                namespaces.delete("old");
                expect("delete old");
            } finally {
                monitor.close();
            }
            return null;
        });
    }

    @Test
    void aNameCountsFromWhenANamespaceCanBeHadByIt() throws Exception {
        withMonitor(() -> {
            namespaces.add("blue");
            expect("add blue");
            final Path file = Files.createFile(Path.of("/run/netns/slow"));
            namespaces.add("red");
            expect("add red");
            run("mount --bind /run/netns/blue " + file);
            expect("add slow");
            run("umount " + file);
            expect("delete slow");
            Files.delete(file);
            namespaces.delete("red");
            expect("delete red");
        });
    }

    @Test
    void aSymbolicLinkToTheNamespaceOfAProcessIsAName() throws Exception {
        withMonitor(() -> {
            run("mkdir /run/netns");
            run("ln -s /proc/" + ProcessHandle.current().pid() + "/ns/net /run/netns/container");
            expect("add container");
            run("mv /run/netns/container /run/netns/other");
            expect("delete container", "add other");
            run("ln -s /proc/4194304/ns/net /run/netns/dangling");
            run("ln -s loop /run/netns/loop");
            run("rm /run/netns/other");
            expect("delete other");
        });
    }

    @Test
    void aNameThatIsGivenToAnotherNamespaceIsDeletedAndAdded() throws Exception {
        withMonitor(() -> {
            run("ip netns add blue");
            expect("add blue");
            Files.writeString(Path.of("/run/batch"), "netns del blue\nnetns add blue\n");
            run("ip -batch /run/batch");
            expect("delete blue", "add blue");
        });
    }

    @Test
    void theDirectoryMayBeDeletedAndMadeAgain() throws Exception {
        withMonitor(() -> {
            for (int i = 0; i < 3; i++) {
                run("ip netns add blue");
                expect("add blue");
                run("ip netns del blue");
                expect("delete blue");
                run("umount /run/netns");
                run("rmdir /run/netns");
                run("mkdir /run/netns");
                run("ln -s /proc/" + ProcessHandle.current().pid() + "/ns/net /run/netns/container");
                expect("add container");
                run("rm -r /run/netns");
                expect("delete container");
            }
        });
    }

    @Test
    void theDirectoryMayBeRenamed() throws Exception {
        withMonitor(() -> {
            run("mkdir /run/netns");
            run("ln -s /proc/" + ProcessHandle.current().pid() + "/ns/net /run/netns/container");
            expect("add container");
            run("mv /run/netns /run/away");
            expect("delete container");
            run("mv /run/away /run/netns");
            expect("add container");
        });
    }

    @Test
    void whatIsMountedOverTheDirectoryIsTheDirectory() throws Exception {
        withMonitor(() -> {
            run("ip netns add blue");
            expect("add blue");
            run("mount -t tmpfs over /run/netns");
            expect("delete blue");
            run("ln -s /proc/" + ProcessHandle.current().pid() + "/ns/net /run/netns/container");
            expect("add container");
            run("ip netns add red");
            expect("add red");
            run("umount /run/netns/red");
            expect("delete red");
            run("umount /run/netns");
            expect("delete container", "add blue");
            run("ip netns del blue");
            expect("delete blue");
        });
    }

    @Test
    void aFileInPlaceOfTheDirectoryHasNoNames() throws Exception {
        withMonitor(() -> {
            Files.createFile(NetworkNamespaces.DIRECTORY);
            run("rm /run/netns");
            run("ip netns add blue");
            expect("add blue");
        });
    }

    @Test
    void whatIsMadeInOtherMountsIsToldWhenItCanBeHadHere() throws Exception {
        withMonitor(() -> {
            run("ip netns add blue");
            expect("add blue");
            run("unshare --mount --propagation unchanged ip netns add far");
            expect("add far");
            run("unshare --mount --propagation unchanged ip netns del far");
            expect("delete far");
            run("unshare --mount --propagation private ip netns del blue");
            expect("delete blue");
        });
    }

    @Test
    void eachOfManyIsToldOnce() throws Exception {
        withMonitor(() -> {
            final StringBuilder add = new StringBuilder();
            final StringBuilder delete = new StringBuilder();
            final List<String> added = new ArrayList<>();
            final List<String> deleted = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                add.append("netns add n").append(i).append('\n');
                delete.append("netns del n").append(i).append('\n');
                added.add("add n" + i);
                deleted.add("delete n" + i);
            }
            Files.writeString(Path.of("/run/add"), add);
            Files.writeString(Path.of("/run/delete"), delete);
            run("ip -batch /run/add");
            expectInAnyOrder(added);
            run("ip -batch /run/delete");
            expectInAnyOrder(deleted);
        });
    }

    private void expectInAnyOrder(final List<String> next) {
        Await.until(next.size() + " are told", DEADLINE, () -> told.size() >= expected + next.size());
        assertEquals(next.stream().sorted().toList(), told.subList(expected, told.size()).stream().sorted().toList());
        expected += next.size();
    }

    @Test
    void isToldWithinMilliseconds() throws Exception {
        withMonitor(() -> {
            run("ip netns add first");
            expect("add first");
            final long start = System.nanoTime();
            namespaces.add("second");
            final long made = System.nanoTime();
            expect("add second");
            System.out.println("a name was made in " + (made - start) / 1_000 + " us and told within " + (System.nanoTime() - made) / 1_000
                + " us, at steps of 10 ms");
        });
    }

    @Test
    void endsWithNothingHappeningAndMayBeClosedAgain() throws Exception {
        Sandbox.run(() -> {
            final NamespaceMonitor monitor = NamespaceMonitor.start(namespaces, listener, NamespaceMonitorTest::fail);
            final int descriptors = descriptors();
            monitor.close();
            monitor.close();
            assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("namespace-monitor")));
            assertEquals(descriptors - DESCRIPTORS, descriptors());
            return null;
        });
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void aListenerThatFailsDoesNotFailInSilence() throws Exception {
        final RuntimeException defect = new IllegalStateException("a defect");
        final CompletableFuture<Throwable> failed = new CompletableFuture<>();
        withMonitor(new NamespaceMonitor.Listener() {
            @Override
            public void added(final String name) {
                throw defect;
            }

            @Override
            public void deleted(final String name) {
                throw defect;
            }
        }, failed::complete, () -> {
            run("ip netns add blue");
            assertSame(defect, failed.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        });
    }

    private static void fail(final Throwable cause) {
        throw new AssertionError(cause);
    }
}
