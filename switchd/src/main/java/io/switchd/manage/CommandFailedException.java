package io.switchd.manage;

/**
 * A transaction that failed: the message is the one sentence for its author. Nothing was changed, unless the sentence
 * says what was.
 */
public final class CommandFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int command;

    /** @param command index in the transaction of the command that was refused or failed, or -1 when it is none of them alone */
    public CommandFailedException(final int command, final String message, final Throwable cause) {
        super(message, cause);
        this.command = command;
    }

    public int command() {
        return command;
    }
}
