package io.switchd.manage;

import io.switchd.config.ConfigStore;
import io.switchd.engine.Engine;
import io.switchd.testkit.IdlePoller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A switch on a {@link MemoryHost}: the real manager and the real loop. */
final class ManagedSwitch implements AutoCloseable {

    static final Command.AddBridge BRIDGE = new Command.AddBridge("br", Map.of("local", false), false);

    final MemoryHost host = new MemoryHost();
    final ConfigStore store;
    final AtomicReference<Throwable> fatal = new AtomicReference<>();
    final SwitchManager manager;
    private final Engine engine = new Engine("loop", System::nanoTime, new IdlePoller(), 0, 1, move -> { }, fatal::set);

    ManagedSwitch(final ConfigStore store) {
        this.store = store;
        manager = new SwitchManager(host, engine, store, new DaemonInfo("test", Path.of("/run"), Optional.empty()),
            fatal::set);
    }

    CompletableFuture<Transaction.Result> submit(final Command... commands) {
        return manager.submit(new Transaction(List.of(commands), false, false));
    }

    Transaction.Result run(final Command... commands) {
        return submit(commands).join();
    }

    /** The failure of a transaction that must fail. */
    CommandFailedException refuse(final Command... commands) {
        try {
            submit(commands).get(10, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof CommandFailedException) {
                return (CommandFailedException) e.getCause();
            }
            throw new AssertionError("a defect", e.getCause());
        } catch (final InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }

    @Override
    public void close() {
        manager.close();
        engine.close();
    }
}
