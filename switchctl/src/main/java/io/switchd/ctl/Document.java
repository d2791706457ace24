package io.switchd.ctl;

import io.switchd.protocol.Json;
import io.switchd.protocol.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A file of JSON that a command takes. */
final class Document {

    private Document() {
    }

    /** @param file or - for standard input */
    static Object read(final String file) throws Failure {
        final InputFile input = new InputFile(file);
        final String name = input.name();
        final Object document;
        try {
            document = Json.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input.read(""))).toString());
        } catch (final CharacterCodingException e) {
            throw Failure.usage(name + " is not UTF-8");
        } catch (final JsonException e) {
            throw Failure.usage(name + " is not JSON: " + e.getMessage());
        }
        if (document instanceof Map || document instanceof List) {
            return document;
        }
        throw Failure.usage(name + " is neither a JSON object nor an array");
    }
}
