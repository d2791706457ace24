package io.switchd;

import io.switchd.control.ControlServer;
import io.switchd.engine.Engine;
import io.switchd.health.Fatal;
import io.switchd.health.Health;
import io.switchd.health.Ping;
import io.switchd.health.StateFile;
import io.switchd.health.StateReport;
import io.switchd.health.Vital;
import io.switchd.health.Watch;
import io.switchd.linux.libc.LibC;
import io.switchd.log.LimitedLog;
import io.switchd.manage.SwitchManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The daemon's watch over itself: over the threads without which it is no switch, and over what ends it. What it has to
 * say it says on a thread of its own, since the log may have a reader who does not read, and somebody who waits for him
 * may be the one who stands still.
 */
final class SelfWatch {

    private static final Logger LOG = System.getLogger(SelfWatch.class.getName());
    private static final int MAX_CHORES = 16;

    private final List<Vital> vitals = new CopyOnWriteArrayList<>();
    private final StateFile stateFile;
    private final Fatal fatal;
    private volatile Health health;
    private final ThreadPoolExecutor chores = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_CHORES), SelfWatch::choresThread,
        new ThreadPoolExecutor.DiscardPolicy());

    SelfWatch(final DaemonOptions options, final String version) {
        stateFile = new StateFile(Stream.concat(options.stateDirectory().stream(), Stream.of(options.runDirectory())).collect(Collectors.toList()),
            new StateReport("switchd " + version, vitals), InstantSource.system());
        fatal = Fatal.prepare(stateFile, SelfWatch::exit);
    }

    private static Thread choresThread(final Runnable task) {
        final Thread thread = new Thread(task, "chores");
        thread.setDaemon(true);
        return thread;
    }

    /** The JVM's own way is for when the other is not to be had, because there are no system calls yet. */
    private static void exit(final int code) {
        try {
            LibC._exit(code);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    /** Is told what the daemon cannot survive, and ends it. */
    Consumer<Throwable> fatal() {
        return fatal;
    }

    /** Makes room for another state, when the directories for it are ours. */
    void deleteOldStates() {
        stateFile.deleteOld();
    }

    /** Is to watch a loop too. */
    void add(final Engine engine) {
        vitals.add(Vital.ofLoop(engine.thread().getName(), engine.loopCounters()::cycles, engine.loopCounters()::isWaiting));
    }

    /** Whether it watches, and every loop goes on. Safe from any thread. */
    boolean advances() {
        return health != null && health.advances(System.nanoTime());
    }

    /** Begins to watch; to be closed before what it watches. */
    AutoCloseable start(final SwitchManager manager, final ControlServer control) {
        final Ping ping = new Ping(control.eventLoop());
        vitals.add(Vital.ofCommands("manager", manager::beats, manager::isIdle));
        vitals.add(Vital.ofCommands("control", ping::beats, () -> false));
        health = new Health(vitals, System.nanoTime(), notice -> chores.execute(() -> LOG.log(Level.WARNING, notice)), fatal);
        return Watch.start(health, () -> {
            ping.run();
            chores.execute(() -> LimitedLog.tellSuppressed(System.nanoTime()));
        }, fatal);
    }
}
