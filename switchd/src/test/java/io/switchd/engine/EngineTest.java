package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.fdb.FdbCounters;
import io.switchd.forward.PortRules;
import io.switchd.testkit.IdlePoller;
import io.switchd.testkit.MemoryPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {

    private final IdlePoller poller = new IdlePoller();

    @Test
    void aPortThatCannotBeWatchedIsNotAPortAndCanBeTriedAgain() {
        try (Engine engine = new Engine("loop", System::nanoTime, poller, 0, 1, cause -> { })) {
            engine.addBridge("br", new BridgeSettings(300, 8_192, false), new FdbCounters());
            poller.refuseOnce(7);
            assertThrows(IllegalStateException.class, () -> engine.attach("br", "p", new MemoryPort(7), PortRules.DEFAULT, List.of()));
            assertEquals(0, engine.counters().size());
            engine.attach("br", "p", new MemoryPort(7), PortRules.DEFAULT, List.of());
            assertEquals(1, engine.counters().size());
        }
    }
}
