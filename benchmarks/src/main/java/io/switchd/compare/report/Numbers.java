package io.switchd.compare.report;

import java.util.Locale;

/** Numbers for people: as many digits as mean something. */
public final class Numbers {

    private static final int NO_DECIMALS_FROM = 100;
    private static final int ONE_DECIMAL_FROM = 10;

    private Numbers() {
    }

    public static String format(final double value) {
        final double size = Math.abs(value);
        final boolean isWhole = size >= NO_DECIMALS_FROM || value == Math.rint(value);
        return String.format(Locale.ROOT, isWhole ? "%.0f" : size >= ONE_DECIMAL_FROM ? "%.1f" : "%.2f", value);
    }
}
