package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.fdb.FdbCounters;
import io.switchd.forward.PortRules;
import io.switchd.testkit.IdlePoller;
import io.switchd.testkit.MemoryPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopsTest {

    private static final BridgeSettings SETTINGS = new BridgeSettings(300, 100, false);
    private static final Station STATION = new Station(0, 0x02_00_00_00_00_0AL, false);

    private final List<Engine> engines = new ArrayList<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private Loops loops;

    @BeforeEach
    void start() {
        for (int loop = 0; loop < 3; loop++) {
            engines.add(new Engine("loop-" + loop, System::nanoTime, new IdlePoller(), 0, 1, cause -> { }));
        }
        loops = new Loops(engines);
    }

    @AfterEach
    void end() {
        engines.forEach(Engine::close);
    }

    /** Asks for bridges beside those there are, in order, and returns on which loops they are. */
    private List<Integer> want(final Map<String, Integer> bridges) {
        ports.putAll(bridges);
        loops.spread(ports);
        return bridges.keySet().stream().map(loops::numberOf).toList();
    }

    private int want(final String bridge, final int portCount) {
        return want(Map.of(bridge, portCount)).get(0);
    }

    @Test
    void aNewBridgeGoesToTheLoopWithTheFewestPorts() {
        assertEquals(0, want("a", 5));
        assertEquals(1, want("b", 2));
        assertEquals(2, want("c", 3));
        assertEquals(1, want("d", 2));
        assertEquals(2, want("e", 1));
        assertEquals(1, want("f", 1), "4 ports are on each of the loops 1 and 2, with two bridges each");
    }

    @Test
    void amongLoopsWithAsManyPortsItGoesToTheOneWithTheFewestBridgesAndAmongThoseToTheFirst() {
        final Map<String, Integer> empty = new LinkedHashMap<>();
        List.of("d", "c", "b", "a").forEach(bridge -> empty.put(bridge, 0));
        assertEquals(List.of(0, 1, 2, 0), want(empty));
        assertEquals(1, want("e", 0));
    }

    @Test
    void aBridgeStaysWhereItIsHoweverManyPortsItGets() {
        assertEquals(0, want("a", 0));
        assertEquals(1, want("b", 0));
        assertEquals(0, want("a", 100));
        assertEquals(1, want("b", 50));
        assertEquals(2, want("c", 10));
        assertEquals(2, want("d", 10), "what bridges have got since they came counts");
    }

    @Test
    void aBridgeThatIsNotWantedAnyMoreMakesRoom() {
        want("a", 5);
        want("b", 4);
        want("c", 3);
        ports.remove("a");
        loops.spread(ports);
        assertTrue(loops.find("a").isEmpty());
        assertEquals(0, want("d", 1));
        assertEquals(0, want("a", 1), "a bridge made again is a new one, and finds a loop with one port");
        assertEquals(0, want("e", 1));
        assertEquals(2, want("f", 0), "three ports are on each of the loops 0 and 2, and one bridge on loop 2");
    }

    @Test
    void aQuestionAboutABridgeGoesToTheLoopThatHasItAndOneAboutAllPortsToAllLoops() {
        want("a", 1);
        want("b", 2);
        for (final String bridge : ports.keySet()) {
            loops.of(bridge).addBridge(bridge, SETTINGS, new FdbCounters());
        }
        final MemoryPort counted = new MemoryPort(3);
        loops.of("a").attach("a", "a1", new MemoryPort(1), PortRules.DEFAULT, List.of(STATION));
        loops.of("b").attach("b", "b1", new MemoryPort(2), PortRules.DEFAULT, List.of());
        loops.of("b").attach("b", "b2", counted, PortRules.DEFAULT, List.of());
        assertEquals(List.of(0), loops.of("a").vlansOf("a", STATION.mac(), Optional.empty()));
        assertEquals(List.of(), loops.of("b").vlansOf("b", STATION.mac(), Optional.empty()));
        assertThrows(IllegalStateException.class, () -> loops.of("b").flushFdb("a", "a1", OptionalInt.of(0)), "another loop knows nothing of it");
        counted.counters().received(60);
        assertEquals(List.of("a a1 0", "b b1 0", "b b2 1"),
            loops.counters().stream().map(port -> port.bridge() + " " + port.port() + " " + port.counters().rxFrames()).sorted().toList());
        loops.resetCounters();
        assertEquals(0, loops.counters().stream().mapToLong(port -> port.counters().rxFrames()).sum());
        assertEquals(List.of("loop-0 1 [a]", "loop-1 2 [b]", "loop-2 0 []"),
            loops.snapshots().stream().map(loop -> loop.name() + " " + loop.ports() + " " + loop.bridges()).toList());
    }

    @Test
    void aBridgeThatIsNotThereIsOnNoLoop() {
        assertTrue(loops.find("a").isEmpty());
        assertEquals("no loop has a bridge a", assertThrows(IllegalStateException.class, () -> loops.of("a")).getMessage());
    }
}
