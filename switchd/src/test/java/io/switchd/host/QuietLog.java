package io.switchd.host;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what switches would tell in the log, of all that is done to them, out of a test's output. */
final class QuietLog implements BeforeAllCallback, AfterAllCallback {

    private static final Logger LOGGER = Logger.getLogger("io.switchd");

    @Override
    public void beforeAll(final ExtensionContext context) {
        LOGGER.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        LOGGER.setLevel(null);
    }
}
