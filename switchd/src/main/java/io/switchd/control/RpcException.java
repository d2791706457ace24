package io.switchd.control;

/** A request that is answered with an error of the control channel. */
final class RpcException extends Exception {

    private static final long serialVersionUID = 1;

    private final int code;
    private final int command;

    RpcException(final int code, final String message) {
        this(code, message, -1);
    }

    /** @param command index of the command at fault in its transaction, or -1 */
    RpcException(final int code, final String message, final int command) {
        super(message, null, false, false);
        this.code = code;
        this.command = command;
    }

    int code() {
        return code;
    }

    int command() {
        return command;
    }
}
