package io.switchd;

import io.switchd.protocol.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A line of the log: time, level, what happened. Control characters in it are escaped, so that no name and no message from
 * elsewhere makes two lines of one. Of an exception it tells what and where, with its causes; the stacks follow, in lines
 * of their own, only when they are asked for.
 */
final class LineFormatter extends Formatter {

    private static final int MAX_CAUSES = 5;

    private final boolean stacks;

    /** @param stacks whether those of exceptions are told */
    LineFormatter(final boolean stacks) {
        this.stacks = stacks;
    }

    @Override
    public String format(final LogRecord record) {
        final StringBuilder text = new StringBuilder(String.valueOf(formatMessage(record)));
        Throwable thrown = record.getThrown();
        for (int i = 0; i < MAX_CAUSES && thrown != null; i++) {
            text.append(i == 0 ? ": " : ", caused by ").append(thrown);
            if (thrown.getStackTrace().length > 0) {
                text.append(" at ").append(thrown.getStackTrace()[0]);
            }
            thrown = thrown.getCause();
        }
        return String.format("%1$tF %1$tT.%1$tL %2$s %3$s%n%4$s", record.getMillis(), record.getLevel().getName(), Text.escapeWhole(text.toString()), stack(record));
    }

    private String stack(final LogRecord record) {
        if (!stacks || record.getThrown() == null) {
            return "";
        }
        final StringWriter stack = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }
}
