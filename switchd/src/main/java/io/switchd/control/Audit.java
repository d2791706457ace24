package io.switchd.control;

import io.switchd.log.LimitedLog;
import io.switchd.manage.CommandFailedException;
import io.switchd.manage.SwitchControl;
import io.switchd.manage.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;

/**
 * A line in the log for every change of the switch that somebody asked for, by the time he is answered: who, with what
 * result, to which generation of the configuration, what. Its logger is {@code io.switchd.audit}.
 *
 * <p>What was carried out, and what the switch refused when it was asked, is all told. What was refused before, because it
 * is no command or because this client may not, costs a client nothing, so each uid has a budget of lines for it.
 *
 * <p>Who is a uid: that is what the platform tells of SO_PEERCRED, which has the pid as well. Safe from any thread.
 */
final class Audit {

    /** Stands for what was asked in a request that was cut off before it could be read. */
    static final String UNREAD = "?";

    private static final String NAME = "io.switchd.audit";
    private static final Logger LOG = System.getLogger(NAME);
    private static final LimitedLog REFUSALS = LimitedLog.of(NAME, Level.INFO);
    private static final int MAX_REASON = 500;

    private final SwitchControl control;

    Audit(final SwitchControl control) {
        this.control = control;
    }

    /**
     * The switch has answered.
     *
     * @param change  as {@link ChangeText} has it; null when there is none to tell of
     * @param failure null when it was done
     */
    void answered(final int uid, final String change, final Transaction.Result result, final Throwable failure) {
        if (change == null) {
            return;
        }
        if (failure == null) {
            LOG.log(Level.INFO, line(uid, "ok", result.generation(), change));
            return;
        }
        final Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        final boolean isRefusal = cause instanceof CommandFailedException && !((CommandFailedException) cause).isBegun();
        LOG.log(Level.INFO, line(uid, isRefusal ? "refused" : "failed", control.generation(), change)
            + reason(cause instanceof CommandFailedException ? cause.getMessage() : cause.toString()));
    }

    /** The switch was not asked. */
    void refused(final int uid, final String change, final RpcException refusal) {
        if (change != null) {
            REFUSALS.log(Integer.toString(uid), line(uid, "refused", control.generation(), change) + reason(refusal.getMessage()));
        }
    }

    private static String line(final int uid, final String result, final long generation, final String change) {
        return "audit uid=" + (uid == -1 ? "unknown" : Integer.toUnsignedString(uid)) + " result=" + result + " generation=" + generation
            + " change=" + quoted(change);
    }

    private static String reason(final String sentence) {
        return " reason=" + quoted(sentence.length() > MAX_REASON ? sentence.substring(0, MAX_REASON) + "..." : sentence);
    }

    private static String quoted(final String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
