package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.fdb.FdbCounters;
import io.switchd.forward.PortRules;
import io.switchd.testkit.IdlePoller;
import io.switchd.testkit.MemoryPort;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    @Test
    void whateverEndsALoopIsFatal() {
        for (final Throwable cause : List.of(new AssertionError("broken on purpose"), new IllegalStateException("broken on purpose"))) {
            final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
            final Clock broken = () -> {
                if (!Thread.currentThread().getName().equals("loop")) {
                    return 0;
                }
                if (cause instanceof Error) {
                    throw (Error) cause;
                }
                throw (RuntimeException) cause;
            };
            try (Engine engine = new Engine("loop", broken, new IdlePoller(), 0, 1, fatal::complete)) {
                assertSame(cause, fatal.orTimeout(10, TimeUnit.SECONDS).join(), engine.thread().getName());
            }
        }
    }
}
