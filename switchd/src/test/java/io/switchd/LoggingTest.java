package io.switchd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LoggingTest {

    private static final Exception FAILURE = new IllegalStateException("two\nlines", new IOException("\u001b[2J"));

    private static LogRecord record(final Throwable thrown) {
        final LogRecord record = new LogRecord(Level.SEVERE, "a port named \"p\r\n\" failed");
        record.setThrown(thrown);
        record.setInstant(Instant.parse("2026-01-31T23:59:59.007999Z"));
        return record;
    }

    @Test
    void anEventIsALineWhateverStandsInIt() {
        final String line = new LineFormatter(false).format(record(FAILURE));
        assertEquals(line.length() - 1, line.indexOf('\n'), line);
        assertTrue(line.matches("2026-01-31T23:59:59\\.007Z SEVERE a port named \"p\\\\x0d\\\\n\" failed:"
            + " java\\.lang\\.IllegalStateException: two\\\\nlines at io\\.switchd\\.LoggingTest\\.<clinit>\\(LoggingTest\\.java:\\d+\\),"
            + " caused by java\\.io\\.IOException: \\\\x1b\\[2J at .*\n"), line);
    }

    @Test
    void stacksAreToldWhenTheyAreAskedFor() {
        assertTrue(new LineFormatter(true).format(record(FAILURE)).contains("\n\tat io.switchd.LoggingTest."));
    }

    @Test
    void anErrorThatSomebodyCaughtAndLoggedIsFatal() {
        final List<Throwable> fatal = new ArrayList<>();
        final Logging.CaughtErrors handler = new Logging.CaughtErrors(fatal::add);
        handler.publish(record(FAILURE));
        handler.publish(record(null));
        assertEquals(List.of(), fatal);
        final Error error = new OutOfMemoryError("none left");
        handler.publish(record(new IllegalStateException(error)));
        assertEquals(List.of(error), fatal);
    }
}
