package io.switchd.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A place in the program that logs what a guest, or a client of the control channel, can bring about as often as he
 * likes. He gets a {@link LineBudget} for what he is at fault for, such as a port; the lines beyond it are suppressed, and
 * how many they were is told with the next line, or after a minute with the last of them when no line follows.
 *
 * <p>Who can make up what lines are told apart by is not to fill the memory: beyond {@link #MAX_KEYS} of them the rest
 * share one budget.
 *
 * <p>There is one for each such place in the program, as there is a logger for each class. Safe from any thread.
 */
public final class LimitedLog {

    static final int MAX_KEYS = 1_000;

    private static final String OTHERS = "";
    private static final List<LimitedLog> ALL = new CopyOnWriteArrayList<>();

    private final Logger logger;
    private final Level level;
    private final Map<String, Kind> kinds = new HashMap<>();

    private LimitedLog(final Logger logger, final Level level) {
        this.logger = logger;
        this.level = level;
    }

    /** Lines that share a budget. */
    private static final class Kind {
        private final LineBudget budget;
        private String lastMessage;
        private Throwable lastThrown;

        Kind(final long nowNanos) {
            budget = new LineBudget(nowNanos);
        }
    }

    public static LimitedLog of(final Class<?> where, final Level level) {
        return of(where.getName(), level);
    }

    /** @param name of the logger */
    public static LimitedLog of(final String name, final Level level) {
        return of(System.getLogger(name), level);
    }

    static LimitedLog of(final Logger logger, final Level level) {
        final LimitedLog log = new LimitedLog(logger, level);
        ALL.add(log);
        return log;
    }

    /** Logs a line, unless there were too many of its kind. */
    public void log(final String key, final String message) {
        log(key, message, null);
    }

    /**
     * Logs a line, unless there were too many of its kind.
     *
     * @param key    what lines are told apart by
     * @param thrown what is told with it, or null
     */
    public void log(final String key, final String message, final Throwable thrown) {
        log(key, message, thrown, System.nanoTime());
    }

    synchronized void log(final String key, final String message, final Throwable thrown, final long nowNanos) {
        final Kind kind = kind(key, nowNanos);
        if (kind.budget.spend(nowNanos)) {
            tell(kind, message, thrown, kind.budget.suppressed());
        } else {
            kind.lastMessage = message;
            kind.lastThrown = thrown;
        }
    }

    private void tell(final Kind kind, final String message, final Throwable thrown, final long others) {
        kind.budget.told();
        kind.lastMessage = null;
        kind.lastThrown = null;
        logger.log(level, others == 0 ? message : message + " (+" + others + " suppressed)", thrown);
    }

    private Kind kind(final String key, final long nowNanos) {
        if (!kinds.containsKey(key) && kinds.size() >= MAX_KEYS) {
            kinds.values().removeIf(kind -> kind.budget.isWhole(nowNanos) && kind.budget.suppressed() == 0);
            if (kinds.size() >= MAX_KEYS) {
                return kinds.computeIfAbsent(OTHERS, others -> new Kind(nowNanos));
            }
        }
        return kinds.computeIfAbsent(key, each -> new Kind(nowNanos));
    }

    /** Tells what was suppressed a minute ago, everywhere; to be called from time to time. */
    public static void tellSuppressed(final long nowNanos) {
        ALL.forEach(log -> log.tellOverdue(nowNanos));
    }

    synchronized void tellOverdue(final long nowNanos) {
        for (final Kind kind : kinds.values()) {
            if (kind.budget.isOverdue(nowNanos)) {
                tell(kind, kind.lastMessage, kind.lastThrown, kind.budget.suppressed() - 1);
            }
        }
    }
}
