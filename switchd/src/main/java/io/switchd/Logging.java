package io.switchd;

import java.util.function.Consumer;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Logs go to stderr, one line an event. Whatever logs an error of Java has caught it and would go on, a library or the
 * program itself: it is fatal, wherever it was.
 */
final class Logging {

    static final String OWN = "io.switchd";

    private static final Logger OWN_LOGGER = Logger.getLogger(OWN);
    /** Complains, with a trace, of a sandbox without IP, for which it would look up devices that nobody here asks it for. */
    private static final Logger NETTY_DEVICES = Logger.getLogger("io.netty.util.NetUtilInitializations");

    private Logging() {
    }

    static void configure(final Level level, final Consumer<Throwable> fatal) {
        final Logger root = LogManager.getLogManager().getLogger("");
        for (final Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        final Handler lines = new ConsoleHandler();
        lines.setLevel(level);
        lines.setFormatter(new LineFormatter(level.intValue() < Level.INFO.intValue()));
        lines.setFilter(new ForeignLines());
        root.addHandler(lines);
        root.addHandler(new CaughtErrors(fatal));
        OWN_LOGGER.setLevel(level);
        NETTY_DEVICES.setLevel(Level.SEVERE);
    }

    /** Finds errors in what is logged. */
    static final class CaughtErrors extends Handler {

        private final Consumer<Throwable> fatal;

        CaughtErrors(final Consumer<Throwable> fatal) {
            this.fatal = fatal;
        }

        @Override
        public void publish(final LogRecord record) {
            for (Throwable thrown = record.getThrown(); thrown != null; thrown = thrown.getCause()) {
                if (thrown instanceof Error) {
                    fatal.accept(thrown);
                }
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
