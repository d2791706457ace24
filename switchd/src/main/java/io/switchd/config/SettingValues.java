package io.switchd.config;

import io.switchd.protocol.Setting;
import io.switchd.protocol.Settings;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is set of one bridge or port: values by key, each within its setting's range. What is not set has its default.
 * Immutable.
 */
public final class SettingValues {

    private final Settings settings;
    private final SortedMap<String, Object> values;

    private SettingValues(final Settings settings, final SortedMap<String, Object> values) {
        this.settings = settings;
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /** @throws ConfigException when a key is unknown or a value is out of its range */
    public static SettingValues of(final Settings settings, final Map<String, ?> values) {
        return new SettingValues(settings, new TreeMap<>()).with(values);
    }

    public SettingValues with(final Map<String, ?> changes) {
        final SortedMap<String, Object> result = new TreeMap<>(values);
        changes.forEach((key, value) -> result.put(key, parse(key, value)));
        return new SettingValues(settings, result);
    }

    public SettingValues without(final Collection<String> keys) {
        final SortedMap<String, Object> result = new TreeMap<>(values);
        for (final String key : keys) {
            setting(key);
            result.remove(key);
        }
        return new SettingValues(settings, result);
    }

    /** The value, or the default; null when there is neither. */
    public Object get(final String key) {
        final Object value = values.get(key);
        return value == null ? setting(key).defaultValue() : value;
    }

    /** Only what is set. */
    public SortedMap<String, Object> values() {
        return values;
    }

    /** What is set and, for the rest, the defaults. */
    public Map<String, Object> all() {
        final Map<String, Object> all = new LinkedHashMap<>();
        for (final Setting setting : settings.all()) {
            final Object value = get(setting.key());
            if (value != null) {
                all.put(setting.key(), value);
            }
        }
        return all;
    }

    boolean isTrue(final String key) {
        return Boolean.TRUE.equals(get(key));
    }

    int number(final String key) {
        return Math.toIntExact((Long) get(key));
    }

    private Object parse(final String key, final Object value) {
        try {
            return setting(key).parse(value);
        } catch (final IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private Setting setting(final String key) {
        try {
            return settings.get(key);
        } catch (final IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SettingValues && ((SettingValues) other).values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
