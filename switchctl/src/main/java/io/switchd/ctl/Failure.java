package io.switchd.ctl;

/** The end of a call: an exit code, and one sentence for stderr. */
final class Failure extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    Failure(final int exitCode, final String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    static Failure usage(final String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
