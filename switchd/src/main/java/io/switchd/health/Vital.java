package io.switchd.health;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A thread without which the switch is none, and by what one sees that it goes on. It is asked from another thread.
 *
 * @param thread   its name, without the numbers that a thread factory has put behind it
 * @param beats    a number that changes as it goes on
 * @param rests    whether it has nothing to do: then it may be silent
 * @param noticed  how long it may be silent before that is told
 * @param fatal    how long it may be silent at all
 * @param forwards whether frames wait for it
 */
public record Vital(String thread, LongSupplier beats, BooleanSupplier rests, Duration noticed, Duration fatal, boolean forwards) {

    /**
     * A forwarding loop. What it does between two beats takes it milliseconds, so that a second is long, and after five
     * nothing of the traffic it had is left to be saved.
     */
    public static Vital ofLoop(final String thread, final LongSupplier beats, final BooleanSupplier rests) {
        return new Vital(thread, beats, rests, Duration.ofSeconds(1), Duration.ofSeconds(5), true);
    }

    /**
     * A thread that commands wait for. It may wait for a disk or for the kernel between two beats, and while it does frames
     * pass: the end of the process is worse for a while, and a switch that obeys nobody is worse in the long run.
     */
    public static Vital ofCommands(final String thread, final LongSupplier beats, final BooleanSupplier rests) {
        return new Vital(thread, beats, rests, Duration.ofSeconds(10), Duration.ofSeconds(60), false);
    }
}
