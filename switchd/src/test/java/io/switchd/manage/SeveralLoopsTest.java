package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.config.ConfigStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manager of two loops: what it asks finds the loop of the bridge. */
class SeveralLoopsTest {

    private static final String MAC = "02:00:00:00:00:0a";
    private static final Command.Status STATUS = new Command.Status();

    @TempDir
    private Path state;
    private ManagedSwitch managed;

    @BeforeEach
    void start() throws Exception {
        managed = open();
    }

    private ManagedSwitch open() throws Exception {
        final ConfigStore store = ConfigStore.in(state);
        store.load();
        final ManagedSwitch opened = new ManagedSwitch(store, 2);
        for (final String port : List.of("p1", "p2", "p3", "p4")) {
            opened.host.put(port, "", "");
        }
        opened.manager.start();
        return opened;
    }

    @AfterEach
    void end() {
        managed.close();
    }

    private static Command.AddBridge bridge(final String name) {
        return new Command.AddBridge(name, ManagedSwitch.BRIDGE.settings(), false);
    }

    private static Command.AddPort port(final String bridge, final String port) {
        return new Command.AddPort(bridge, port, Map.of(), false);
    }

    private static Command.FdbAdd station(final String bridge, final String port) {
        return new Command.FdbAdd(bridge, MAC, port, Optional.empty(), false, false);
    }

    private static Command.FdbDel noStation(final String bridge) {
        return new Command.FdbDel(bridge, MAC, Optional.empty(), true);
    }

    /** A line a loop: its bridges and how many ports it has. */
    private List<String> loops() {
        final Map<?, ?> status = (Map<?, ?>) managed.run(STATUS).values().get(0);
        return ((List<?>) status.get("loops")).stream().map(loop -> (Map<?, ?>) loop)
            .map(loop -> loop.get("name") + " " + loop.get("bridges") + " " + loop.get("ports")).toList();
    }

    @Test
    void aPortIsOpenedForTheLoopOfItsBridgeAndAgainWhenItMovesToABridgeOfAnother() {
        managed.run(bridge("a"), bridge("b"), port("a", "p1"), port("b", "p2"));
        assertEquals(Map.of("p1", 0, "p2", 1), managed.host.loops);
        assertEquals(List.of("loop-0 [a] 1", "loop-1 [b] 1"), loops());
        managed.run(new Command.DelPort(Optional.of("a"), "p1", false), port("b", "p1"));
        assertEquals(List.of("open p1", "open p2", "close p1", "open p1"), managed.host.done.subList(1, 5));
        assertEquals(Map.of("p1", 1, "p2", 1), managed.host.loops);
        assertEquals(List.of("loop-0 [a] 0", "loop-1 [b] 2"), loops());
    }

    @Test
    void theBridgesOfTheStoredConfigurationAreSpreadByThePortsTheyHave() throws Exception {
        managed.run(bridge("a"));
        managed.run(bridge("b"));
        managed.run(bridge("c"));
        managed.run(port("a", "p1"), port("a", "p2"), port("a", "absent"), port("b", "p3"), port("c", "p4"));
        assertEquals(List.of("loop-0 [a, c] 3", "loop-1 [b] 1"), loops());
        managed.close();
        managed = open();
        assertEquals(List.of("loop-0 [a] 2", "loop-1 [b, c] 2"), loops());
    }

    @Test
    void stationsAreFixedShownAndForgottenOnTheBridgeTheyWereMeantFor() {
        managed.run(bridge("a"), bridge("b"), port("a", "p1"), port("b", "p2"), station("a", "p1"), station("b", "p2"));
        assertEquals(List.of("a p1", "b p2"), stations());
        managed.run(noStation("a"));
        assertEquals(List.of("b p2"), stations());
        managed.run(noStation("b"), new Command.DelBridge("b", false), bridge("c"), noStation("c"));
        assertEquals(List.of(), stations());
        assertEquals(List.of("loop-0 [a] 1", "loop-1 [c] 0"), loops());
    }

    private List<String> stations() {
        return ((List<?>) managed.run(new Command.FdbShow(Optional.empty())).values().get(0)).stream().map(row -> (Map<?, ?>) row)
            .map(row -> row.get("bridge") + " " + row.get("port")).toList();
    }

    @Test
    void aTransactionThatIsTakenBackLeavesItsBridgeOnNoLoop() {
        managed.run(bridge("a"), new Command.AddVeth("v1", "v2", Optional.empty(), Optional.empty(), false));
        managed.host.fail("delete v1");
        managed.refuse(bridge("b"), port("b", "p1"), new Command.DelVeth("v1", false));
        assertEquals(List.of("loop-0 [a] 0", "loop-1 [] 0"), loops());
        managed.run(port("a", "p1"), bridge("c"), port("c", "p2"));
        assertEquals(List.of("loop-0 [a] 1", "loop-1 [c] 1"), loops());
    }
}
