package io.switchd.protocol;

/** Words that came from elsewhere, made fit to be shown. */
public final class Text {

    private static final String HEX = "0123456789abcdef";
    private static final int MAX_SHOWN = 100;

    private Text() {
    }

    /** A word as {@link #escapeWhole} has it, cut when it is long. */
    public static String escape(final String word) {
        return word.length() > MAX_SHOWN ? escapeWhole(word.substring(0, MAX_SHOWN)) + "..." : escapeWhole(word);
    }

    /** The text with control characters as escapes, so that a terminal or a log shows it and does nothing else. */
    public static String escapeWhole(final String text) {
        final StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < 0x20 || c >= 0x7F && c < 0xA0) {
                out.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
