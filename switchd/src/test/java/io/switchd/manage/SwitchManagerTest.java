package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.ConfigStore;
import io.switchd.testkit.Await;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void aPortWhoseMtuIsRefusedForwardsAndShowTells() {
        managed.host.fail("mtu p 9000");
        managed.run(ManagedSwitch.BRIDGE, new Command.AddPort("br", "p", Map.of("mtu", 9_000), false));
        managed.host.put("p", "", "");
        managed.manager.devicesChanged();
        assertEquals("true cannot mtu p 9000", shown("p"));
        assertEquals(List.of("open p"), managed.host.done);
        managed.host.before("mtu p 9000", () -> { });
        managed.manager.devicesChanged();
        assertEquals("true null", shown("p"));
        assertEquals(List.of("open p", "mtu p 9000"), managed.host.done);
        managed.close();
    }

    @Test
    void aDeviceThatGoesWhileItIsOpenedIsAbsentAndNoFailure() {
        managed.host.put("p", "", "");
        managed.host.before("open p", () -> {
            managed.host.devices.remove("p");
            throw new IOException("No such device");
        });
        managed.run(ManagedSwitch.BRIDGE, new Command.AddPort("br", "p", Map.of(), false));
        assertEquals("false could not open network device p (No such device)", shown("p"));
        managed.host.put("p", "", "");
        managed.host.fail("open p");
        managed.manager.devicesChanged();
        assertEquals("false could not open network device p (cannot open p)", shown("p"));
        managed.close();
    }

    /** What show says of a port: whether it is up, and the error. */
    private String shown(final String port) {
        final Map<?, ?> bridge = (Map<?, ?>) ((List<?>) managed.run(new Command.Show(Optional.of("br"))).values().get(0)).get(0);
        return ((List<?>) bridge.get("ports")).stream().map(row -> (Map<?, ?>) row).filter(row -> row.get("name").equals(port))
            .map(row -> row.get("up") + " " + row.get("error")).findFirst().orElse("");
    }

    @Test
    void aPortWhoseDeviceCouldNotBeSetUpStaysJoinedAndIsSetUpAtALaterLook() {
        managed.host.putDown("p", "", "");
        managed.host.fail("up p");
        managed.run(ManagedSwitch.BRIDGE, new Command.AddPort("br", "p", Map.of(), false));
        managed.manager.devicesChanged();
        managed.run(new Command.ListBridges());
        assertEquals(List.of("open p"), managed.host.done, "to join and to leave tells of a change of the device, which would lead to the next look");
        managed.host.before("up p", () -> { });
        managed.manager.devicesChanged();
        managed.run(new Command.ListBridges());
        assertEquals(List.of("open p", "up p"), managed.host.done);
        managed.manager.devicesChanged();
        managed.run(new Command.ListBridges());
        assertEquals(2, managed.host.done.size(), "somebody may have set it down");
        managed.close();
    }

    /** The ports' names are in the order in which they are looked at, so that the new place comes before the old. */
    @Test
    void aStationMovesBetweenPortsThoughTheTableIsFullOfStaticOnes() {
        managed.host.put("a", "", "");
        managed.host.put("b", "", "");
        managed.run(new Command.AddBridge("br", Map.of("local", false, "mac-table-size", 10), false), new Command.AddPort("br", "a", Map.of(), false),
            new Command.AddPort("br", "b", Map.of(), false));
        for (int i = 0; i < 10; i++) {
            managed.run(new Command.FdbAdd("br", "02:00:00:00:00:0" + i, "b", Optional.empty(), false, false));
        }
        managed.run(new Command.FdbDel("br", "02:00:00:00:00:05", Optional.empty(), false),
            new Command.FdbAdd("br", "02:00:00:00:00:05", "a", Optional.empty(), true, false));
        assertEquals("a", portOf("02:00:00:00:00:05"));
        managed.run(new Command.SetBridge("br", Map.of("mac-table-size", 20)));
        assertEquals("a", portOf("02:00:00:00:00:05"), "another table has the static stations too");
        assertEquals("b", portOf("02:00:00:00:00:09"));
        managed.close();
    }

    private String portOf(final String mac) {
        final List<?> rows = (List<?>) managed.run(new Command.FdbShow(Optional.of("br"))).values().get(0);
        return rows.stream().map(row -> (Map<?, ?>) row).filter(row -> row.get("mac").equals(mac)).map(row -> row.get("port").toString())
            .findFirst().orElse("nowhere");
    }

    @Test
    void theInventoryHasWhatIsConfiguredWhetherItsDeviceIsThereOrNot() {
        managed.host.put("p", "", "");
        managed.run(ManagedSwitch.BRIDGE, new Command.AddPort("br", "p", Map.of(), false), new Command.AddPort("br", "absent", Map.of(), false));
        final Inventory inventory = managed.manager.inventory();
        assertEquals(List.of("br absent false", "br p true"), ports(inventory));
        assertEquals(List.of("br"), inventory.bridges().stream().map(Inventory.Bridge::name).toList());
        managed.host.unbound.add("p");
        managed.manager.devicesChanged();
        managed.run(new Command.ListBridges());
        assertSame(inventory.ports().get(1).counters(), managed.manager.inventory().ports().get(1).counters(), "a port that is opened anew counts on");
        managed.run(new Command.DelPort(Optional.empty(), "absent", false));
        assertEquals(List.of("br p true"), ports(managed.manager.inventory()));
        managed.run(new Command.DelBridge("br", false));
        assertEquals(new Inventory(List.of(), List.of()), managed.manager.inventory());
        managed.close();
    }

    private static List<String> ports(final Inventory inventory) {
        return inventory.ports().stream().map(port -> port.bridge() + " " + port.name() + " " + port.up()).toList();
    }

    @Test
    void transactionsAreCountedByHowTheyEnded() {
        managed.run(ManagedSwitch.BRIDGE);
        managed.run(new Command.ListBridges());
        managed.refuse(new Command.DelBridge("other", false));
        managed.host.before("add-netns ns1", () -> {
            throw new IOException("no room");
        });
        managed.refuse(NAMESPACE);
        managed.manager.submit(new Transaction(List.of(new Command.DelBridge("br", false)), true, false, 0)).join();
        final ManagerCounters counters = managed.manager.counters();
        Await.until("the last is counted", SOON, () -> counters.transactions(ManagerCounters.Outcome.DRY_RUN) == 1);
        for (final ManagerCounters.Outcome outcome : ManagerCounters.Outcome.values()) {
            assertEquals(1, counters.transactions(outcome), outcome.label());
        }
        assertTrue(counters.transactionTimes().sum() > 0);
        assertTrue(counters.reconcileTimes().sum() > 0);
        assertEquals(managed.store.generation(), counters.configGeneration());
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
