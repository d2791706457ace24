package io.switchd.manage;

import io.switchd.engine.FdbChange;
import io.switchd.engine.FdbChanges;
import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.frame.MacAddress;
import io.switchd.log.LimitedLog;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Takes what becomes of stations from the loops into the {@link EventLog}, and tells those that move to the log of the
 * daemon. Somebody who makes up addresses can make half a million of these events a second, so no more are taken than
 * {@link #PER_ROUND} in {@link #PAUSE_MILLIS} ms; how many were lost is told, in their place and once a second.
 *
 * <p>On a thread of its own, which sleeps while nothing happens.
 */
public final class FdbEvents implements AutoCloseable {

    private static final LimitedLog MOVES = LimitedLog.of(FdbEvents.class, Level.INFO);
    private static final int PAUSE_MILLIS = 20;
    private static final int PER_ROUND = 400;
    private static final long LOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<FdbChanges> loops;
    private final EventLog events;
    private final Consumer<Throwable> fatal;
    private final Thread thread = new Thread(this::run, "events");
    private volatile boolean running = true;
    private long lostTold;
    private long lostNanos = System.nanoTime() - LOST_PAUSE_NANOS;

    private FdbEvents(final List<FdbChanges> loops, final EventLog events, final Consumer<Throwable> fatal) {
        this.loops = List.copyOf(loops);
        this.events = events;
        this.fatal = fatal;
    }

    /** @param fatal is told what the thread could not survive */
    public static FdbEvents start(final List<FdbChanges> loops, final EventLog events, final Consumer<Throwable> fatal) {
        final FdbEvents started = new FdbEvents(loops, events, fatal);
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            while (running) {
                if (drain() > 0 || isLossUntold()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                } else {
                    sleep();
                }
            }
        } catch (final RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    private int drain() {
        int drained = 0;
        for (final FdbChanges loop : loops) {
            drained += loop.drain(PER_ROUND / loops.size(), this::tell);
        }
        if (isLossUntold() && System.nanoTime() - lostNanos >= LOST_PAUSE_NANOS) {
            final long lost = lost();
            events.add(Topic.FDB, "missed", "count", lost - lostTold);
            lostTold = lost;
            lostNanos = System.nanoTime();
        }
        return drained;
    }

    private boolean isLossUntold() {
        return lost() != lostTold;
    }

    private long lost() {
        return loops.stream().mapToLong(FdbChanges::lost).sum();
    }

    private void tell(final FdbChange change) {
        final String mac = MacAddress.format(change.mac());
        if (change.kind() == FdbChange.Kind.MOVED) {
            MOVES.log(change.bridge(), "station " + mac + " of VLAN " + change.vlan() + " on bridge " + change.bridge() + " moved from port " + change.from()
                + " to port " + change.port());
            events.add(Topic.FDB, change.kind().label(), "bridge", change.bridge(), "vlan", change.vlan(), "mac", mac, "port", change.port(),
                "from", change.from());
        } else {
            events.add(Topic.FDB, change.kind().label(), "bridge", change.bridge(), "vlan", change.vlan(), "mac", mac, "port", change.port());
        }
    }

    /** A wake-up between the look and the sleep ends the sleep at once. */
    private void sleep() {
        loops.forEach(loop -> loop.sleeper(thread));
        if (running && loops.stream().allMatch(FdbChanges::isEmpty)) {
            LockSupport.park(this);
        }
        loops.forEach(loop -> loop.sleeper(null));
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
