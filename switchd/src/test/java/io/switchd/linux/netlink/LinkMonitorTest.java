package io.switchd.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@RequiresRoot
class LinkMonitorTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int CHANGES = 2_000;

    /** What a test does in a namespace of its own while a monitor is at work there. */
    private interface Body {
        void run() throws Exception;
    }

    private static void withMonitor(final Runnable changed, final Consumer<Throwable> failed, final Body body) throws Exception {
        Sandbox.run(() -> {
            final LinkMonitor monitor = LinkMonitor.start(changed, failed);
            try {
                body.run();
            } finally {
                monitor.close();
            }
            return null;
        });
    }

    @Test
    void isToldOfADeviceThatComesChangesAndGoes() throws Exception {
        final AtomicInteger told = new AtomicInteger();
        final List<String> changes = List.of("add v type veth peer name w", "set v up", "set v mtu 1400", "set v down",
            "delete v");
        withMonitor(told::incrementAndGet, LinkMonitorTest::fail, () -> {
            for (final String change : changes) {
                final int before = told.get();
                Commands.run(("ip link " + change).split(" ")).ok();
                Await.until(change + " is told", DEADLINE, () -> told.get() > before);
            }
        });
    }

    @Test
    void eventsThatHadNoRoomEndInOneMoreLook() throws Exception {
        final CountDownLatch flooded = new CountDownLatch(1);
        final AtomicBoolean sawTheLast = new AtomicBoolean();
        final Runnable look = () -> {
            await(flooded);
            sawTheLast.set(isThere("last"));
        };
        withMonitor(look, LinkMonitorTest::fail, () -> {
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                final Links links = new Links(netlink);
                for (int i = 0; i < CHANGES; i++) {
                    links.setMtu("lo", 1_000 + i);
                }
                assertTrue(lostEvents() > 0, "more events than the monitor's queue has room for");
                links.addVeth("last", "b", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "");
            }
            flooded.countDown();
            Await.until("the last device is seen", DEADLINE, sawTheLast::get);
        });
    }

    /** Of all netlink sockets of the namespace: the column Drops, the last but one. */
    private static long lostEvents() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/netlink")).stream().skip(1)
            .map(line -> line.strip().split(" +")).mapToLong(columns -> Long.parseLong(columns[columns.length - 2])).sum();
    }

    private static boolean isThere(final String name) {
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            return new Links(netlink).find(name).isPresent();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            assertTrue(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void endsWithNothingHappeningAndMayBeClosedAgain() throws Exception {
        Sandbox.run(() -> {
            final LinkMonitor monitor = LinkMonitor.start(() -> { }, LinkMonitorTest::fail);
            monitor.close();
            monitor.close();
            assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("link-monitor")));
            return null;
        });
    }

    @Test
    void aListenerThatFailsDoesNotFailInSilence() throws Exception {
        final RuntimeException defect = new IllegalStateException("a defect");
        final CompletableFuture<Throwable> failed = new CompletableFuture<>();
        final Runnable listener = () -> {
            throw defect;
        };
        withMonitor(listener, failed::complete, () -> {
            Commands.run("ip", "link", "set", "lo", "up").ok();
            assertSame(defect, failed.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        });
    }

    @Test
    void seesOnlyTheNamespaceItWasStartedIn() throws Exception {
        final AtomicInteger told = new AtomicInteger();
        withMonitor(told::incrementAndGet, LinkMonitorTest::fail, () -> {
            Sandbox.run(() -> Commands.run("ip", "link", "set", "lo", "up").ok());
            assertEquals(0, told.get());
            Commands.run("ip", "link", "set", "lo", "up").ok();
            Await.until("lo is told", DEADLINE, () -> told.get() > 0);
        });
    }

    private static void fail(final Throwable cause) {
        throw new AssertionError(cause);
    }
}
