package io.switchd.health;

/** A thread that has been silent for too long; the stack is its own. */
public final class StalledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param stalled null when it is not to be found any more */
    StalledException(final String message, final Thread stalled) {
        super(message);
        setStackTrace(stalled == null ? new StackTraceElement[0] : stalled.getStackTrace());
    }
}
