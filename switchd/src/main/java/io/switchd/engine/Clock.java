package io.switchd.engine;

/** A steady clock; never the time of day, which jumps. */
@FunctionalInterface
public interface Clock {

    Clock SYSTEM = System::nanoTime;

    /** Nanoseconds from any fixed point. */
    long nanos();
}
