package io.switchd.control;

import io.switchd.count.Counts;
import io.switchd.count.Distribution;
import io.switchd.count.Durations;
import io.switchd.protocol.RpcErrors;

/** What the control channel counts of its work. Written by its event loop, read by any thread. */
public final class ControlCounters {

    private static final int REQUESTS = Refusal.values().length;
    private static final int CONNECTIONS = REQUESTS + 1;
    private static final int REFUSED_CONNECTIONS = CONNECTIONS + 1;

    /** By the ordinals of refusals, then the others. */
    private final Counts counts = new Counts(REFUSED_CONNECTIONS + 1);
    private final Distribution latencies = Durations.distribution();

    /** Why a request was not done; each has an error code of the channel. */
    public enum Refusal {
        NO_JSON("no-json", RpcErrors.PARSE_ERROR),
        NO_REQUEST("no-request", RpcErrors.INVALID_REQUEST),
        UNKNOWN_METHOD("unknown-method", RpcErrors.UNKNOWN_METHOD),
        WRONG_PARAMETERS("wrong-parameters", RpcErrors.INVALID_PARAMS),
        REFUSED("refused", RpcErrors.REFUSED),
        DEFECT("defect", RpcErrors.INTERNAL_ERROR);

        private final String label;
        private final int code;

        Refusal(final String label, final int code) {
            this.label = label;
            this.code = code;
        }

        static Refusal of(final int code) {
            for (final Refusal refusal : values()) {
                if (refusal.code == code) {
                    return refusal;
                }
            }
            return DEFECT;
        }

        public String label() {
            return label;
        }
    }

    /** A request was answered, or done when it wants no answer. */
    void answered(final long nanos) {
        counts.add(REQUESTS, 1);
        latencies.note(nanos);
    }

    /** @param code of {@link RpcErrors} */
    void refused(final int code) {
        counts.add(Refusal.of(code).ordinal(), 1);
    }

    void connected() {
        counts.add(CONNECTIONS, 1);
    }

    void disconnected() {
        counts.add(CONNECTIONS, -1);
    }

    void refusedConnection() {
        counts.add(REFUSED_CONNECTIONS, 1);
    }

    /** All of them, those that were refused among them. */
    public long requests() {
        return counts.get(REQUESTS);
    }

    public long refusals(final Refusal refusal) {
        return counts.get(refusal.ordinal());
    }

    /** Nanoseconds from when a request was begun to its answer, with the time that it waited for others. */
    public Distribution latencies() {
        return latencies;
    }

    public long openConnections() {
        return counts.get(CONNECTIONS);
    }

    /** Connections beyond the limit. */
    public long refusedConnections() {
        return counts.get(REFUSED_CONNECTIONS);
    }
}
