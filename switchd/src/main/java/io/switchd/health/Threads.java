package io.switchd.health;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds threads by their names, and tells where they are. */
final class Threads {

    private static final int FRAMES = 8;

    private Threads() {
    }

    /** The thread of that name, with or without numbers behind it; null when there is none. */
    static Thread find(final String name) {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals(name) || thread.getName().startsWith(name + "-")).findAny().orElse(null);
    }

    /** Where a thread is, in half a line, the innermost call first. */
    static String whereIs(final String name) {
        final Thread thread = find(name);
        if (thread == null) {
            return "; its thread has ended";
        }
        return ": it is " + thread.getState() + " in " + Arrays.stream(thread.getStackTrace()).limit(FRAMES).map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    }
}
