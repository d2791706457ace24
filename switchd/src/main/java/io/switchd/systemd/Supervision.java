package io.switchd.systemd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps systemd informed of where the service is in its life, from its first moment to its last:
 * <ul>
 *   <li>While it starts, that it still does, so that a start that has much to do is not taken for one that hangs; but no
 *       longer than {@link #LONGEST_START}.
 *   <li>When it is ready, that it is.
 *   <li>From then on, at half the time that systemd allows it (WatchdogSec=), that it works, as long as it does. What
 *       systemd then misses it ends and starts anew. A service that does not work at one moment is asked again sooner,
 *       lest a machine that was busy for that moment ends it.
 *   <li>When it was told to end, that it does.
 * </ul>
 * With all of it goes one line on how the service is doing, which {@code systemctl status} shows.
 *
 * <p>On a thread of its own, which there is only when systemd listens.
 */
public final class Supervision {

    static final Duration LONGEST_START = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(Supervision.class.getName());
    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Duration START_EXTENSION = PACE.multipliedBy(3);
    private static final int SOONER = 5;
    private static final String ITS_TIME = "WATCHDOG_USEC";
    private static final String ITS_PROCESS = "WATCHDOG_PID";

    private final Notifier notifier;
    private final Duration watchdog;
    private final Consumer<Throwable> fatal;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Phase phase = Phase.STARTING;
    private Duration startExtended = Duration.ZERO;
    private BooleanSupplier works;
    private Supplier<String> status;

    private enum Phase { STARTING, READY, STOPPING }

    /** @param watchdog how long systemd waits for a sign of life; zero for ever */
    Supervision(final Notifier notifier, final Duration watchdog, final Consumer<Throwable> fatal) {
        this.notifier = notifier;
        this.watchdog = watchdog;
        this.fatal = fatal;
    }

    /**
     * Begins with the start of the service.
     *
     * @param environment of the process
     * @param pid         its number
     * @param fatal       is told what the thread could not survive
     */
    public static Supervision begin(final Notifier notifier, final Map<String, String> environment, final long pid, final Consumer<Throwable> fatal) {
        final Supervision supervision = new Supervision(notifier, watchdog(environment, pid), fatal);
        if (notifier.isHeard()) {
            final Thread thread = new Thread(supervision::run, "supervision");
            thread.setDaemon(true);
            thread.start();
        }
        return supervision;
    }

    /** How long systemd waits for a sign of life of this process; zero for ever, which it says by saying nothing. */
    static Duration watchdog(final Map<String, String> environment, final long pid) {
        final String micros = environment.get(ITS_TIME);
        if (micros == null || !environment.getOrDefault(ITS_PROCESS, Long.toString(pid)).equals(Long.toString(pid))) {
            return Duration.ZERO;
        }
        if (!micros.matches("[1-9][0-9]{0,17}")) {
            LOG.log(Level.WARNING, "systemd gets no signs of life, for " + ITS_TIME + " '" + micros + "' is not a number of microseconds");
            return Duration.ZERO;
        }
        return Duration.of(Long.parseLong(micros), TimeUnit.MICROSECONDS.toChronoUnit());
    }

    /**
     * The service is ready.
     *
     * @param works  whether it works at this moment; asked by the thread of this, and not by two at a time
     * @param status how it is doing, in one line; safe from any thread
     */
    public synchronized void ready(final BooleanSupplier works, final Supplier<String> status) {
        if (phase == Phase.STARTING) {
            this.works = works;
            this.status = status;
            phase = Phase.READY;
            notifier.ready(status.get());
        }
    }

    /** The service was told to end; nothing more is said. */
    public synchronized void stopping() {
        if (phase != Phase.STOPPING) {
            phase = Phase.STOPPING;
            ended.countDown();
            notifier.stopping();
        }
    }

    private void run() {
        try {
            Duration pause = pace();
            while (!ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = beat();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            fatal.accept(e);
        } catch (final RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    private Duration pace() {
        return watchdog.isZero() ? PACE : watchdog.dividedBy(2);
    }

    /** Says what is to be said at this moment; returns in which time it wants to be called again. */
    synchronized Duration beat() {
        if (phase == Phase.STARTING) {
            if (startExtended.compareTo(LONGEST_START) < 0) {
                startExtended = startExtended.plus(pace());
                notifier.starting(START_EXTENSION, "starting");
            }
        } else if (phase == Phase.READY) {
            if (!works.getAsBoolean()) {
                notifier.tell("does not forward: a forwarding loop stands still");
                return pace().dividedBy(SOONER);
            }
            if (watchdog.isZero()) {
                notifier.tell(status.get());
            } else {
                notifier.alive(status.get());
            }
        }
        return pace();
    }
}
