package io.switchd.json;

import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes a tree of maps, lists and plain values, as {@link JsonReader} has them, as JSON. Safe from any thread. */
public enum JsonWriter {

    /** On one line, without a space. */
    COMPACT {
        @Override
        PrettyPrinter layout() {
            return null;
        }
    },
    /** For people: a member a line. */
    INDENTED {
        @Override
        PrettyPrinter layout() {
            return new DefaultPrettyPrinter();
        }
    };

    private static final JsonFactory JSON = new JsonFactory();

    /** Of one text; null for none. */
    abstract PrettyPrinter layout();

    public String text(final Object value) {
        final StringWriter text = new StringWriter();
        write(text, value);
        return text.toString();
    }

    /** Writes a value, and closes what it is written to. */
    public void write(final Writer target, final Object value) {
        try (JsonGenerator out = JSON.createGenerator(new Layout(layout()), target)) {
            write(out, value);
        }
    }

    private static void write(final JsonGenerator out, final Object value) {
        if (value instanceof Map) {
            out.writeStartObject();
            ((Map<?, ?>) value).forEach((name, member) -> {
                out.writeName(name.toString());
                write(out, member);
            });
            out.writeEndObject();
        } else if (value instanceof List) {
            out.writeStartArray();
            ((List<?>) value).forEach(element -> write(out, element));
            out.writeEndArray();
        } else {
            writePlain(out, value);
        }
    }

    private static void writePlain(final JsonGenerator out, final Object value) {
        if (value instanceof String) {
            out.writeString((String) value);
        } else if (value instanceof Integer) {
            out.writeNumber((Integer) value);
        } else if (value instanceof Long) {
            out.writeNumber((Long) value);
        } else if (value instanceof Double) {
            out.writeNumber((Double) value);
        } else if (value instanceof Boolean) {
            out.writeBoolean((Boolean) value);
        } else if (value == null) {
            out.writeNull();
        } else {
            throw new IllegalArgumentException(value + " is a " + value.getClass().getName() + ", which is not written as JSON");
        }
    }

    private static final class Layout extends ObjectWriteContext.Base {

        private final PrettyPrinter printer;

        Layout(final PrettyPrinter printer) {
            this.printer = printer;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }
    }
}
