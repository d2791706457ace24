package io.switchd.manage;

import io.switchd.config.ConfigStore;
import io.switchd.config.Journal;
import io.switchd.engine.Loops;
import io.switchd.event.EventLog;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The one writer of the configuration: carries out transactions one after another, and keeps the switch to what is
 * configured when devices come and go. All of it happens on its own thread, until that has ended; other threads hand in
 * and get futures back.
 */
public final class SwitchManager implements SwitchControl, AutoCloseable {

    private static final Logger LOG = System.getLogger(SwitchManager.class.getName());
    private static final LimitedLog FAILURES = LimitedLog.of(SwitchManager.class, Level.ERROR);
    private static final int MAX_WAITING = 128;
    private static final int CLOSE_SECONDS = 30;

    private final Host host;
    private final Loops loops;
    private final ConfigStore store;
    private final Journal journal;
    private final ManagerCounters counters = new ManagerCounters();
    private final Recovery recovery;
    private final Reconciler reconciler;
    private final TransactionRunner runner;
    private final Restorer restorer;
    private final Stations stations;
    private final Consumer<Throwable> fatal;
    private final AtomicBoolean devicesChanged = new AtomicBoolean();
    private final Set<String> addedNamespaces = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean secondPassed = new AtomicBoolean();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
        task -> new Thread(task, "manager"));

    /** @param fatal is told what the manager could not survive; the process should end */
    public SwitchManager(final Host host, final Loops loops, final ConfigStore store, final Journal journal, final DaemonInfo info,
                         final EventLog events, final Consumer<Throwable> fatal) {
        this.host = host;
        this.loops = loops;
        this.store = store;
        this.journal = journal;
        this.fatal = fatal;
        recovery = new Recovery(host);
        restorer = new Restorer(host, journal, counters);
        stations = new Stations(loops, info.runDirectory());
        reconciler = new Reconciler(host, loops, events, counters, this::devicesChanged);
        final Planner planner = new Planner(host, counters);
        BridgeCommands.register(planner);
        PortCommands.register(planner);
        DeviceCommands.register(planner, host);
        NamespaceCommands.register(planner, host);
        PlugCommands.register(planner);
        ConfigCommands.register(planner, store);
        new FdbCommands(store, loops).register(planner);
        new Reports(store, reconciler, loops, info).register(planner);
        runner = new TransactionRunner(host, store, journal, recovery, planner, reconciler, events, counters, restorer::watch);
    }

    /**
     * Makes the switch work as the stored configuration says; returns when it does. Until then no frame is forwarded, for the
     * port or the station that it is for may not be there yet. A port whose device is not there, or not fit, waits for it.
     *
     * @throws IOException when it cannot be done
     */
    public void start() throws IOException {
        loops.hold();
        try {
            executor.submit(this::restore).get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the stored configuration was applied", e);
        } catch (final ExecutionException e) {
            throw new IOException("cannot apply the stored configuration: " + (e.getCause() instanceof IOException ? e.getCause().getMessage() : e.getCause()), e);
        }
    }

    @Override
    public CompletableFuture<Transaction.Result> submit(final Transaction transaction) {
        final CompletableFuture<Transaction.Result> result = new CompletableFuture<>();
        try {
            execute(() -> {
                runner.run(transaction, result);
                followDevices();
            });
        } catch (final RejectedExecutionException e) {
            result.completeExceptionally(new CommandFailedException(0,
                "the daemon is busy: " + MAX_WAITING + " transactions are waiting, or it is ending", e));
        }
        return result;
    }

    @Override
    public long generation() {
        return counters.configGeneration();
    }

    /** What is configured, with the counters of each part. Safe from any thread. */
    public Inventory inventory() {
        return reconciler.inventory();
    }

    /** Safe from any thread. */
    public ManagerCounters counters() {
        return counters;
    }

    /** Transactions, and looks at the devices, that wait for the one that is carried out. Safe from any thread. */
    public int waiting() {
        return executor.getQueue().size();
    }

    /** Changes while the manager goes on. Safe from any thread. */
    public long beats() {
        return executor.getCompletedTaskCount() + counters.steps();
    }

    /** Whether the manager has nothing to do. Safe from any thread. */
    public boolean isIdle() {
        return executor.getActiveCount() == 0;
    }

    /** An error, or a defect that nobody foresaw, leaves a task half done: nothing can be built on that. */
    private void execute(final Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (final RuntimeException | Error e) {
                fatal.accept(e);
            }
        });
    }

    /** A device of the host came, went or changed, or a port is stuck. Safe from any thread; many calls in a row cost one look. */
    public void devicesChanged() {
        if (devicesChanged.compareAndSet(false, true)) {
            try {
                execute(this::followDevices);
            } catch (final RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "devices are looked at after the transactions that are waiting");
            }
        }
    }

    /** A namespace has got a name. Safe from any thread. */
    public void namespaceAdded(final String name) {
        addedNamespaces.add(name);
        devicesChanged();
    }

    /** To be called once a second: keeps what was learned for the next daemon. Safe from any thread. */
    public void secondPassed() {
        if (secondPassed.compareAndSet(false, true)) {
            try {
                execute(() -> {
                    secondPassed.set(false);
                    stations.saveIfChanged(reconciler.inventory(), System.nanoTime());
                });
            } catch (final RejectedExecutionException e) {
                secondPassed.set(false);
            }
        }
    }

    /**
     * Lets go of all ports, none of which gets another frame meanwhile, for the one that it is for may be gone. What was made for the configuration stays as long as the configuration does: it goes when
     * nothing is stored. Transactions that were not begun are dropped, for nobody can hear their answer any more; a
     * manager that does not come to an end is fatal, since what it uses is about to be closed.
     */
    @Override
    public void close() {
        executor.shutdown();
        executor.getQueue().clear();
        // again, for a thread that saw a task in the queue before and waits for it now
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                fatal.accept(new IllegalStateException("the manager has not ended within " + CLOSE_SECONDS + " seconds"));
                return;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            fatal.accept(e);
            return;
        }
        stations.save(reconciler.inventory(), System.nanoTime());
        loops.hold();
        reconciler.close();
        if (!store.isPersistent()) {
            runner.removeAll();
        }
    }

    private void followDevices() {
        if (devicesChanged.getAndSet(false) || restorer.isWaiting()) {
            try {
                apply();
            } catch (final IOException | RuntimeException e) {
                FAILURES.log("devices", "cannot follow a change of the devices", e);
            }
        }
    }

    private void apply() throws IOException {
        lookAtAddedNamespaces();
        restorer.retry(store.config());
        reconciler.reconcile(store.config());
    }

    /** Names that come meanwhile, and all of them when it fails, are for the next time. */
    private void lookAtAddedNamespaces() throws IOException {
        final Set<String> added = Set.copyOf(addedNamespaces);
        addedNamespaces.removeAll(added);
        try {
            restorer.namespacesAdded(added, store.config());
        } catch (final IOException e) {
            addedNamespaces.addAll(added);
            throw e;
        }
    }

    private Void restore() throws IOException {
        journal.end(recovery.afterCrash(journal.load(), store.config()));
        restorer.restore(store.config());
        counters.generation(store.generation());
        apply();
        stations.restore(store.config().bridges().keySet(), System.nanoTime());
        loops.go();
        try {
            host.giveBackLeftOvers();
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "what a daemon before this one had changed of devices stays so: " + e.getMessage());
        }
        return null;
    }
}
