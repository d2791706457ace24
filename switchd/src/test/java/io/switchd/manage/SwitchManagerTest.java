package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.ConfigStore;
import io.switchd.testkit.Await;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SwitchManagerTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Command.AddNetns NAMESPACE = new Command.AddNetns("ns1", false);

    private final ManagedSwitch managed = new ManagedSwitch(ConfigStore.none());

    @Test
    void aManagerWhoseQueueIsFullEndsAndLetsGoOfItsPorts() throws Exception {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        managed.host.put("p", "", "");
        managed.run(ManagedSwitch.BRIDGE, new Command.AddPort("br", "p", Map.of(), false));
        managed.host.before("add-netns ns1", () -> {
            begun.countDown();
            await(mayGoOn);
        });
        managed.submit(NAMESPACE);
        begun.await();
        CompletableFuture<?> last = managed.submit(new Command.ListBridges());
        while (!last.isDone()) {
            last = managed.submit(new Command.ListBridges());
        }
        assertTrue(last.isCompletedExceptionally(), "the queue is full");
        final CompletableFuture<Void> closed = CompletableFuture.runAsync(managed::close);
        mayGoOn.countDown();
        closed.join();
        assertEquals(List.of("close p"), managed.host.done.subList(managed.host.done.size() - 1, managed.host.done.size()));
        assertNull(managed.fatal.get());
    }

    private static void await(final CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new InterruptedIOException("nobody interrupts the manager");
        }
    }

    @Test
    void aPortWhoseDeviceLeftAndCameBackUnseenIsOpenedAgain() {
        managed.host.put("p", "", "");
        managed.run(ManagedSwitch.BRIDGE, new Command.AddPort("br", "p", Map.of(), false));
        managed.manager.devicesChanged();
        managed.run(new Command.ListBridges());
        assertEquals(List.of("open p"), managed.host.done, "a look that finds nothing changes nothing");
        managed.host.unbound.add("p");
        managed.manager.devicesChanged();
        managed.run(new Command.ListBridges());
        assertEquals(List.of("open p", "close p", "open p"), managed.host.done);
        managed.close();
    }

    @Test
    void anErrorInTheMiddleOfATransactionIsFatal() {
        final OutOfMemoryError error = new OutOfMemoryError("of the test");
        managed.host.before("add-netns ns1", () -> {
            throw error;
        });
        managed.submit(NAMESPACE);
        Await.until("the error is told", SOON, () -> managed.fatal.get() == error);
        managed.close();
    }
}
