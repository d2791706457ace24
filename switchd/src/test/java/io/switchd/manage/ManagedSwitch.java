package io.switchd.manage;

import io.switchd.config.ConfigStore;
import io.switchd.config.Journal;
import io.switchd.engine.Engine;
import io.switchd.engine.Loops;
import io.switchd.event.EventLog;
import io.switchd.testkit.IdlePoller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A switch on a {@link MemoryHost}: the real manager and the real loops. */
final class ManagedSwitch implements AutoCloseable {

    static final Command.AddBridge BRIDGE = new Command.AddBridge("br", Map.of("local", false), false);

    final MemoryHost host = new MemoryHost();
    final ConfigStore store;
    final EventLog events = new EventLog(InstantSource.system());
    final AtomicReference<Throwable> fatal = new AtomicReference<>();
    final SwitchManager manager;
    final Path runDirectory;
    private final List<Engine> engines;

    /** With one loop. */
    ManagedSwitch(final ConfigStore store) {
        this(store, 1);
    }

    ManagedSwitch(final ConfigStore store, final int loops) {
        this.store = store;
        engines = IntStream.range(0, loops)
            .mapToObj(loop -> new Engine("loop-" + loop, System::nanoTime, new IdlePoller(), 0, 1, fatal::set))
            .collect(Collectors.toUnmodifiableList());
        try {
            runDirectory = Files.createTempDirectory("switchd-run");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        manager = new SwitchManager(host, new Loops(engines), store, Journal.in(runDirectory, "test"), new DaemonInfo("test", Path.of("/run"), Optional.empty()),
            events, fatal::set);
    }

    CompletableFuture<Transaction.Result> submit(final Command... commands) {
        return manager.submit(new Transaction(List.of(commands), false, false, 0));
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
        engines.forEach(Engine::close);
        try (Stream<Path> files = Files.walk(runDirectory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
