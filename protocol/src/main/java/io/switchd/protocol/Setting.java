package io.switchd.protocol;

/**
 * One thing that can be set of a bridge or a port: its key, what values it takes, and what it means. A value may come
 * as text, as somebody typed it, or already as a number or truth value.
 */
public final class Setting {

    private final String key;
    private final boolean isBoolean;
    private final long min;
    private final long max;
    private final String unit;
    private final Object defaultValue;
    private final String help;

    private Setting(final String key, final boolean isBoolean, final long min, final long max, final String unit, final Object defaultValue,
                    final String help) {
        this.key = key;
        this.isBoolean = isBoolean;
        this.min = min;
        this.max = max;
        this.unit = unit;
        this.defaultValue = defaultValue;
        this.help = help;
    }

    static Setting truth(final String key, final boolean defaultValue, final String help) {
        return new Setting(key, true, 0, 0, "", defaultValue, help);
    }

    /** @param defaultValue null when there is none of its own */
    static Setting number(final String key, final long min, final long max, final String unit, final Long defaultValue, final String help) {
        return new Setting(key, false, min, max, unit, defaultValue, help);
    }

    public String key() {
        return key;
    }

    /** Boolean, Long, or null when an unset setting has no value of its own. */
    public Object defaultValue() {
        return defaultValue;
    }

    public String help() {
        return help;
    }

    /** What values it takes: "true or false", "10 to 1000000 seconds". */
    public String range() {
        return isBoolean ? "true or false" : min + " to " + max + (unit.isEmpty() ? "" : " " + unit);
    }

    /**
     * The value, as Boolean or Long.
     *
     * @throws IllegalArgumentException with one sentence that tells the range
     */
    public Object parse(final Object value) {
        final Object parsed = isBoolean ? truth(value) : number(value);
        if (parsed == null) {
            throw new IllegalArgumentException(key + "=" + Text.escape(String.valueOf(value)) + " is "
                + (isWholeNumber(value) && !isBoolean ? "out of range" : "not a value it can have") + ": allowed are " + range());
        }
        return parsed;
    }

    private static Boolean truth(final Object value) {
        if (value instanceof Boolean) {
            return (Boolean) value;
        }
        return "true".equals(value) ? Boolean.TRUE : "false".equals(value) ? Boolean.FALSE : null;
    }

    private Long number(final Object value) {
        if (!isWholeNumber(value)) {
            return null;
        }
        try {
            final long number = Long.parseLong(value.toString());
            return number < min || number > max ? null : Long.valueOf(number);
        } catch (final NumberFormatException e) {
            return null;
        }
    }

    private static boolean isWholeNumber(final Object value) {
        if (!(value instanceof String)) {
            return value instanceof Long || value instanceof Integer;
        }
        final String text = (String) value;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if ((c < '0' || c > '9') && !(c == '-' && i == 0 && text.length() > 1)) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
