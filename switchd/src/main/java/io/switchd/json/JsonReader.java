package io.switchd.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as a tree of maps, lists and plain values: {@link Map} with its members in their order, {@link List},
 * {@link String}, {@link Integer}, {@link Long} or {@link java.math.BigInteger} by the size of a whole number,
 * {@link Double}, {@link Boolean}, null. A member that stands twice is refused, as is what follows the value.
 *
 * <p>The tree is built here, from the tokens of jackson-core: jackson-databind, which would do it too, makes a start of the
 * daemon a tenth longer (docs/decisions/0005).
 *
 * <p>Safe from any thread.
 */
public final class JsonReader {

    private final JsonFactory json;

    /** @param limits which hold before anything is built; that of the depth is the depth of the stack here */
    public JsonReader(final StreamReadConstraints limits) {
        json = JsonFactory.builder().streamReadConstraints(limits).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    }

    /** A reader of files that are the operator's own, within the limits of the library. */
    public static JsonReader ofFiles() {
        return new JsonReader(StreamReadConstraints.defaults());
    }

    /** @throws JacksonException when it is not one value of JSON; it tells the place and the reason */
    public Object read(final String text) throws JacksonException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new StreamReadException(parser, "there is no content");
            }
            final Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "something follows after the end of the JSON value");
            }
            return value;
        }
    }

    private static Object value(final JsonParser parser) {
        switch (parser.currentToken()) {
            case START_OBJECT:
                return object(parser);
            case START_ARRAY:
                return array(parser);
            case VALUE_STRING:
                return parser.getString();
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return parser.getNumberValue();
            case VALUE_TRUE:
                return Boolean.TRUE;
            case VALUE_FALSE:
                return Boolean.FALSE;
            case VALUE_NULL:
                return null;
            default:
                throw new StreamReadException(parser, "a value is missing");
        }
    }

    private static Map<String, Object> object(final JsonParser parser) {
        final Map<String, Object> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<Object> array(final JsonParser parser) {
        final List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
