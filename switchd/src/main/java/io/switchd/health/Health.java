package io.switchd.health;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Whether the threads without which the switch is none go on. Who is silent for long although he has something to do is
 * told of once, with where he is; who is silent for too long ends the process.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>Silence is counted as it was watched: a look that comes late counts for no more than one in time. When the whole
 *       process was stopped (SIGSTOP, a debugger, a machine that slept, a pause of the JVM) nobody could go on, and nobody
 *       has stalled.
 *   <li>A thread that nothing stops, not even the JVM at a safepoint, may stop whoever looks. Then nobody looks any more,
 *       and {@link #advances} says no: that is for a watchdog outside the process.
 * </ul>
 *
 * <p>For one thread, which looks every {@link #PAUSE}; but anybody may ask {@link #advances}.
 */
public final class Health {

    /** Between two looks. */
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final long LONGEST_LOOK_NANOS = 2 * PAUSE.toNanos();
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<Pulse> pulses;
    private final Consumer<String> notices;
    private final Consumer<Throwable> fatal;
    private long lookedNanos;
    private volatile long advancedNanos;

    /**
     * @param notices are told, in a line, of what is silent for long, and that it goes on
     * @param fatal   is told what is silent for too long; the process should end
     */
    public Health(final List<Vital> vitals, final long nowNanos, final Consumer<String> notices, final Consumer<Throwable> fatal) {
        pulses = vitals.stream().map(Pulse::new).collect(Collectors.toUnmodifiableList());
        this.notices = notices;
        this.fatal = fatal;
        lookedNanos = nowNanos;
        advancedNanos = nowNanos;
    }

    /** Whether, as of the last second, frames are forwarded or could be: every loop goes on, and somebody looks. Safe from any thread. */
    public boolean advances(final long nowNanos) {
        return nowNanos - advancedNanos < FRESH_NANOS;
    }

    void look(final long nowNanos) {
        final long watchedNanos = Math.min(nowNanos - lookedNanos, LONGEST_LOOK_NANOS);
        lookedNanos = nowNanos;
        boolean advances = true;
        for (final Pulse pulse : pulses) {
            pulse.feel(watchedNanos);
            advances &= !pulse.vital.forwards() || !pulse.isSilentFor(pulse.vital.noticed());
        }
        if (advances) {
            advancedNanos = nowNanos;
        }
        pulses.forEach(this::judge);
    }

    private void judge(final Pulse pulse) {
        if (pulse.isSilentFor(pulse.vital.fatal())) {
            fatal.accept(new StalledException(pulse.silence(), Threads.find(pulse.vital.thread())));
        } else if (pulse.isSilentFor(pulse.vital.noticed())) {
            if (!pulse.isTold) {
                pulse.isTold = true;
                notices.accept(pulse.silence() + Threads.whereIs(pulse.vital.thread()));
            }
        } else if (pulse.isTold) {
            pulse.isTold = false;
            notices.accept(pulse.vital.thread() + " advances again");
        }
    }

    /** What is known of a thread since it was heard last. */
    private static final class Pulse {

        private final Vital vital;
        private long beats;
        private long silentNanos;
        private boolean isTold;

        Pulse(final Vital vital) {
            this.vital = vital;
            beats = vital.beats().getAsLong();
        }

        void feel(final long watchedNanos) {
            final boolean rests = vital.rests().getAsBoolean();
            final long now = vital.beats().getAsLong();
            silentNanos = rests || now != beats ? 0 : silentNanos + watchedNanos;
            beats = now;
        }

        boolean isSilentFor(final Duration time) {
            return silentNanos >= time.toNanos();
        }

        String silence() {
            return String.format(Locale.ROOT, "%s has not advanced for %,d ms", vital.thread(), Duration.ofNanos(silentNanos).toMillis());
        }
    }
}
