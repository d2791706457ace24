package io.switchd.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says to the log, which the log itself does not get meanwhile. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Handler listener = new Handler() {
        @Override
        public void publish(final LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    private LogLines(final Logger logger) {
        this.logger = logger;
        logger.addHandler(listener);
        logger.setUseParentHandlers(false);
    }

    public static LogLines of(final Class<?> type) {
        return new LogLines(Logger.getLogger(type.getName()));
    }

    /** Each with its level before it. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.removeHandler(listener);
        logger.setUseParentHandlers(true);
    }
}
