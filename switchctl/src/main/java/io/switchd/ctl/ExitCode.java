package io.switchd.ctl;

/** What the client exits with. */
final class ExitCode {

    static final int DONE = 0;
    /** The daemon refused or failed; nothing was changed. */
    static final int REFUSED = 1;
    /** A question was answered "no". */
    static final int NO = 2;
    static final int NO_DAEMON = 3;
    static final int DEADLINE = 4;
    /** EX_USAGE of sysexits.h. */
    static final int USAGE = 64;

    private ExitCode() {
    }
}
