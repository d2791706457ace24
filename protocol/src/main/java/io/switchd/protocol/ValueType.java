package io.switchd.protocol;

import java.util.BitSet;
import java.util.List;

/** What values a {@link Setting} takes. */
abstract class ValueType {

    /** "true or false", "10 to 1000000 seconds". */
    abstract String range();

    /** The value in its one form, or null when it is none. */
    abstract Object parse(Object value);

    /** Whether the value has the right form, so that only its range can be wrong. */
    boolean hasForm(final Object value) {
        return false;
    }

    /** Boolean. */
    static final class Truth extends ValueType {

        @Override
        String range() {
            return "true or false";
        }

        @Override
        Object parse(final Object value) {
            if (value instanceof Boolean) {
                return value;
            }
            return "true".equals(value) ? Boolean.TRUE : "false".equals(value) ? Boolean.FALSE : null;
        }
    }

    /** Long. */
    static final class WholeNumber extends ValueType {

        private final long min;
        private final long max;
        private final String unit;

        WholeNumber(final long min, final long max, final String unit) {
            this.min = min;
            this.max = max;
            this.unit = unit;
        }

        @Override
        String range() {
            return min + " to " + max + (unit.isEmpty() ? "" : " " + unit);
        }

        @Override
        Object parse(final Object value) {
            if (!hasForm(value)) {
                return null;
            }
            try {
                final long number = Long.parseLong(value.toString());
                return number < min || number > max ? null : Long.valueOf(number);
            } catch (final NumberFormatException e) {
                return null;
            }
        }

        @Override
        boolean hasForm(final Object value) {
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

    /** One word of a few. */
    static final class Choice extends ValueType {

        private final String words;

        /** @param words with | between them */
        Choice(final String words) {
            this.words = words;
        }

        @Override
        String range() {
            return words.replace("|", ", ");
        }

        @Override
        Object parse(final Object value) {
            return value instanceof String && ("|" + words + "|").contains("|" + value + "|") && ((String) value).indexOf('|') < 0 ? value : null;
        }
    }

    /** A {@link VlanList}, as text in its canonical form; taken as a number or an array of numbers and ranges too. */
    static final class Vlans extends ValueType {

        @Override
        String range() {
            return "VLANs from 0 to " + VlanList.MAX + " and ranges of them, such as 1,5,10-20";
        }

        @Override
        Object parse(final Object value) {
            final BitSet vlans = VlanList.parse(value instanceof List ? joined((List<?>) value) : String.valueOf(value));
            return vlans == null ? null : VlanList.format(vlans);
        }

        private static String joined(final List<?> elements) {
            final StringBuilder text = new StringBuilder();
            for (final Object element : elements) {
                text.append(text.length() == 0 ? "" : ",").append(element);
            }
            return text.toString();
        }
    }
}
