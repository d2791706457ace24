package io.switchd.protocol;

/** A text that is not JSON. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JsonException(final String problem, final int position) {
        super(problem + " at position " + position);
    }
}
