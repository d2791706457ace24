package io.switchd;

import io.switchd.protocol.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A line of the log: time, level, what happened. Control characters in it are escaped, so that no name and no message from
 * elsewhere makes two lines of one. Of an exception it tells what and where, with its causes; the stacks follow, in lines
 * of their own, only when they are asked for.
 *
 * <p>The time is that of RFC 3339 in UTC to the millisecond, as {@code switchctl monitor} tells it. It is put together here,
 * for the formatters of the JDK bring locales and time zones along: 40 ms of each start, in which frames wait.
 */
final class LineFormatter extends Formatter {

    private static final int MAX_CAUSES = 5;
    private static final int MILLIS_OF_SECOND = 1_000;

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
        return time(record.getMillis()) + ' ' + record.getLevel().getName() + ' ' + Text.escapeWhole(text.toString()) + '\n' + stack(record);
    }

    private static String time(final long millis) {
        final LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(millis, MILLIS_OF_SECOND), 0, ZoneOffset.UTC);
        return time.toLocalDate() + "T" + digits(2, time.getHour()) + ':' + digits(2, time.getMinute()) + ':' + digits(2, time.getSecond())
            + '.' + digits(3, Math.floorMod(millis, MILLIS_OF_SECOND)) + 'Z';
    }

    private static String digits(final int count, final int value) {
        final String digits = Integer.toString(value);
        return "0".repeat(count - digits.length()) + digits;
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
