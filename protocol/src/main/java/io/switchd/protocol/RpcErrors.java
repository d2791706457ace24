package io.switchd.protocol;

/** Error codes of the control channel; those below -32000 are JSON-RPC 2.0's own. */
public final class RpcErrors {

    public static final int PARSE_ERROR = -32_700;
    public static final int INVALID_REQUEST = -32_600;
    public static final int UNKNOWN_METHOD = -32_601;
    public static final int INVALID_PARAMS = -32_602;
    public static final int INTERNAL_ERROR = -32_603;
    /** The switch refused or failed; the message says why, and nothing was changed. */
    public static final int REFUSED = -32_000;

    private RpcErrors() {
    }
}
