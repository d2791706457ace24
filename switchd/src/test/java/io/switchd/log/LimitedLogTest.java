package io.switchd.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class LimitedLogTest {

    private final List<String> lines = new ArrayList<>();
    private final LimitedLog log = LimitedLog.of(new Lines(), Level.INFO);
    /** So that it overflows within the test. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private final class Lines implements Logger {

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(final Level level) {
            return true;
        }

        @Override
        public void log(final Level level, final ResourceBundle bundle, final String message, final Throwable thrown) {
            lines.add(message);
        }

        @Override
        public void log(final Level level, final ResourceBundle bundle, final String format, final Object... params) {
            throw new UnsupportedOperationException();
        }
    }

    private void log(final String key, final int count) {
        for (int i = 0; i < count; i++) {
            log.log(key, key + " did " + i, null, now);
        }
    }

    private void pass(final int seconds) {
        for (int second = 0; second < seconds; second++) {
            now += Duration.ofSeconds(1).toNanos();
            log.tellOverdue(now);
        }
    }

    @Test
    void fiveLinesMayComeAtOnceAndThenOneEveryTwelveSecondsWithWhatWasSuppressed() {
        log("p", 1_000_000);
        assertEquals(List.of("p did 0", "p did 1", "p did 2", "p did 3", "p did 4"), lines);
        lines.clear();
        pass(11);
        log("p", 1);
        assertEquals(List.of(), lines);
        pass(1);
        log("p", 2);
        assertEquals(List.of("p did 0 (+999996 suppressed)"), lines);
    }

    @Test
    void aFloodThatLastsCostsFiveLinesAMinute() {
        for (int second = 0; second < 600; second++) {
            log("p", 100);
            pass(1);
        }
        assertEquals(5 + 49, lines.size(), () -> String.join("\n", lines));
    }

    @Test
    void whatWasSuppressedBeforeASilenceIsToldAfterAMinuteOnce() {
        log("p", 7);
        lines.clear();
        pass(59);
        assertEquals(List.of(), lines);
        pass(600);
        assertEquals(List.of("p did 6 (+1 suppressed)"), lines);
    }

    @Test
    void whoIsQuietForAMinuteHasFiveAgain() {
        log("p", 5);
        pass(60);
        lines.clear();
        log("p", 5);
        assertEquals(5, lines.size());
    }

    @Test
    void whatOnePortDoesSuppressesNothingOfAnother() {
        log("p", 100);
        log("q", 1);
        assertEquals("q did 0", lines.get(lines.size() - 1));
    }

    @Test
    void whoMakesUpNamesWithoutEndSharesOneBudget() {
        for (int i = 0; i < 2 * LimitedLog.MAX_KEYS; i++) {
            log("name" + i, 1);
        }
        assertEquals(LimitedLog.MAX_KEYS + 5, lines.size());
        pass(600);
        log("another", 1);
        assertEquals("another did 0", lines.get(lines.size() - 1));
    }
}
