package io.switchd.protocol;

/**
 * One thing that can be set of a bridge or a port: its key, what values it takes, and what it means. A value may come
 * as text, as somebody typed it, or already as a number or truth value.
 */
public final class Setting {

    private final String key;
    private final ValueType type;
    private final Object defaultValue;
    private final String help;

    private Setting(final String key, final ValueType type, final Object defaultValue, final String help) {
        this.key = key;
        this.type = type;
        this.defaultValue = defaultValue;
        this.help = help;
    }

    static Setting truth(final String key, final boolean defaultValue, final String help) {
        return new Setting(key, new ValueType.Truth(), defaultValue, help);
    }

    /** @param defaultValue null when there is none of its own */
    static Setting number(final String key, final long min, final long max, final String unit, final Long defaultValue, final String help) {
        return new Setting(key, new ValueType.WholeNumber(min, max, unit), defaultValue, help);
    }

    /**
     * @param words        with | between them
     * @param defaultValue null when there is none of its own
     */
    static Setting choice(final String key, final String words, final String defaultValue, final String help) {
        return new Setting(key, new ValueType.Choice(words), defaultValue, help);
    }

    static Setting vlans(final String key, final String help) {
        return new Setting(key, new ValueType.Vlans(), null, help);
    }

    public String key() {
        return key;
    }

    /** Boolean, Long, String, or null when an unset setting has no value of its own. */
    public Object defaultValue() {
        return defaultValue;
    }

    public String help() {
        return help;
    }

    /** What values it takes: "true or false", "10 to 1000000 seconds". */
    public String range() {
        return type.range();
    }

    /**
     * The value, as Boolean, Long or String.
     *
     * @throws IllegalArgumentException with one sentence that tells the range
     */
    public Object parse(final Object value) {
        final Object parsed = type.parse(value);
        if (parsed == null) {
            throw new IllegalArgumentException(key + "=" + Text.escape(String.valueOf(value)) + " is "
                + (type.hasForm(value) ? "out of range" : "not a value it can have") + ": allowed are " + range());
        }
        return parsed;
    }
}
