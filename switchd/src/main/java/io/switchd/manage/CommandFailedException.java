package io.switchd.manage;

/**
 * A transaction that failed: the message is the one sentence for its author. Nothing was changed, unless the sentence
 * says what was.
 */
public final class CommandFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int command;
    private final boolean begun;

    /** @param command index in the transaction of the command that was refused or failed, or -1 when it is none of them alone */
    public CommandFailedException(final int command, final String message, final Throwable cause) {
        this(command, message, cause, false);
    }

    private CommandFailedException(final int command, final String message, final Throwable cause, final boolean begun) {
        super(message, cause);
        this.command = command;
        this.begun = begun;
    }

    /** The same failure, of a transaction that was begun and not refused before that. */
    CommandFailedException begun() {
        return new CommandFailedException(command, getMessage(), this, true);
    }

    public boolean isBegun() {
        return begun;
    }

    public int command() {
        return command;
    }
}
