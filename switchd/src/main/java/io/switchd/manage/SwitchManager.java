package io.switchd.manage;

import io.switchd.config.BridgeConfig;
import io.switchd.config.ConfigStore;
import io.switchd.config.PlugConfig;
import io.switchd.config.PortConfig;
import io.switchd.config.SwitchConfig;
import io.switchd.engine.Engine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one writer of the configuration: carries out transactions one after another, and keeps the switch to what is
 * configured when devices come and go. All of it happens on its own thread; other threads hand in and get futures back.
 */
public final class SwitchManager implements SwitchControl, AutoCloseable {

    private static final Logger LOG = System.getLogger(SwitchManager.class.getName());
    private static final int MAX_WAITING = 128;
    private static final int CLOSE_SECONDS = 30;

    private final Host host;
    private final ConfigStore store;
    private final Reconciler reconciler;
    private final TransactionRunner runner;
    private final AtomicBoolean devicesChanged = new AtomicBoolean();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
        task -> new Thread(task, "manager"));

    public SwitchManager(final Host host, final Engine engine, final ConfigStore store, final DaemonInfo info) {
        this.host = host;
        this.store = store;
        reconciler = new Reconciler(host, engine);
        final Planner planner = new Planner(host);
        BridgeCommands.register(planner);
        PortCommands.register(planner);
        DeviceCommands.register(planner, host);
        PlugCommands.register(planner);
        new FdbCommands(store, engine).register(planner);
        new Reports(store, reconciler, engine, info).register(planner);
        runner = new TransactionRunner(host, store, planner, reconciler);
    }

    /** Makes the switch work as the stored configuration says; returns when it does. */
    public void start() {
        CompletableFuture.runAsync(this::restore, executor).join();
    }

    @Override
    public CompletableFuture<Transaction.Result> submit(final Transaction transaction) {
        final CompletableFuture<Transaction.Result> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                runner.run(transaction, result);
                followDevices();
            });
        } catch (final RejectedExecutionException e) {
            result.completeExceptionally(new CommandFailedException(0,
                "the daemon is busy: " + MAX_WAITING + " transactions are waiting, or it is ending", e));
        }
        return result;
    }

    /** A device of the host came, went or changed. Safe from any thread; many calls in a row cost one look. */
    public void devicesChanged() {
        if (devicesChanged.compareAndSet(false, true)) {
            try {
                executor.execute(this::followDevices);
            } catch (final RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "devices are looked at after the transactions that are waiting");
            }
        }
    }

    /**
     * Lets go of all ports. What was made for the configuration stays as long as the configuration does: it goes when
     * nothing is stored.
     */
    @Override
    public void close() {
        executor.execute(() -> {
            reconciler.close();
            if (!store.isPersistent()) {
                runner.removeAll();
            }
        });
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.ERROR, "the manager has not ended within " + CLOSE_SECONDS + " seconds");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followDevices() {
        if (devicesChanged.getAndSet(false)) {
            try {
                reconciler.reconcile(store.config());
            } catch (final IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "cannot follow a change of the devices", e);
            }
        }
    }

    private void restore() {
        final SwitchConfig config = store.config();
        for (final BridgeConfig bridge : config.bridges().values()) {
            if (bridge.local()) {
                restore(bridge.name(), BridgeCommands.localDevice(bridge.name()));
            }
            for (final PortConfig port : bridge.ports().values()) {
                port.plug().ifPresent(plug -> restorePlug(config, port.name(), plug));
            }
        }
        devicesChanged.set(true);
        followDevices();
        try {
            host.giveBackLeftOvers();
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "what a daemon before this one had changed of devices stays so: " + e.getMessage());
        }
    }

    private void restorePlug(final SwitchConfig config, final String port, final PlugConfig plug) {
        try {
            if (config.namespaces().contains(plug.netns()) && !host.namespaces().contains(plug.netns())) {
                host.addNamespace(plug.netns());
            }
            restore(port, List.of(PlugCommands.makePair(port, plug), PlugCommands.configureInside(plug)));
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "port " + port + " cannot be plugged again: " + e.getMessage());
        }
    }

    /** Makes a device again that is configured and gone, as after a reboot. */
    private void restore(final String device, final List<Step> steps) {
        try {
            if (host.device(device).isEmpty()) {
                for (final Step step : steps) {
                    step.make(host);
                }
                LOG.log(Level.INFO, "device " + device + " was gone and is made again");
            }
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "device " + device + " cannot be made again: " + e.getMessage());
        }
    }
}
