package io.switchd;

import io.switchd.log.LimitedLog;
import java.lang.System.Logger.Level;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Gives what libraries log a budget of lines, a library's class each: what makes them log comes from the clients of the
 * channels that they serve.
 */
final class ForeignLines implements Filter {

    private static final LimitedLog LOG = LimitedLog.of(ForeignLines.class, Level.WARNING);
    private static final Formatter MESSAGES = new SimpleFormatter();

    @Override
    public boolean isLoggable(final LogRecord record) {
        final String logger = record.getLoggerName();
        if (logger != null && logger.startsWith(Logging.OWN)) {
            return true;
        }
        if (record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
            LOG.log(String.valueOf(logger), logger + ": " + MESSAGES.formatMessage(record), record.getThrown());
        }
        return false;
    }
}
