package io.switchd.ctl;

import io.switchd.protocol.Json;
import io.switchd.protocol.JsonException;
import io.switchd.protocol.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file of JSON that a command takes. */
final class Document {

    private static final String STDIN = "-";

    private Document() {
    }

    /** @param file or - for standard input */
    static Object read(final String file) throws Failure {
        final String name = file.equals(STDIN) ? "standard input" : Text.escape(file);
        final Object document;
        try {
            final byte[] bytes = file.equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            document = Json.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (final CharacterCodingException e) {
            throw Failure.usage(name + " is not UTF-8");
        } catch (final IOException e) {
            throw Failure.usage("cannot read " + name + ": " + e.getClass().getSimpleName());
        } catch (final JsonException e) {
            throw Failure.usage(name + " is not JSON: " + e.getMessage());
        }
        if (document instanceof Map || document instanceof List) {
            return document;
        }
        throw Failure.usage(name + " is neither a JSON object nor an array");
    }
}
