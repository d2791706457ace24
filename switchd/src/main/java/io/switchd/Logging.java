package io.switchd;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Logs go to stderr, one line an event. */
final class Logging {

    private static final String OWN = "io.switchd";
    private static final Logger OWN_LOGGER = Logger.getLogger(OWN);

    private Logging() {
    }

    static void configure(final Level level) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n");
        for (final Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
            handler.setLevel(level);
        }
        OWN_LOGGER.setLevel(level);
    }
}
