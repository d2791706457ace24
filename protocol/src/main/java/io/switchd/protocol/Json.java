package io.switchd.protocol;

/**
 * JSON (RFC 8259) as plain trees: {@code null}, {@link Boolean}, {@link Long}, {@link Double}, {@link String},
 * {@link java.util.List} and {@link java.util.Map} in the order of the text.
 *
 * <p>It exists for the client alone, which answers within the time a library needs to load. The daemon reads what
 * strangers send it with a library made for that.
 */
public final class Json {

    private Json() {
    }

    /** Reads one document. @throws JsonException where the text is none */
    public static Object read(final String text) {
        return new JsonReader(text).document();
    }

    /** Writes one document on one line. */
    public static String write(final Object value) {
        final StringBuilder out = new StringBuilder(256);
        JsonWriter.write(value, out);
        return out.toString();
    }
}
