package io.switchd.control;

import io.switchd.json.JsonReader;
import io.switchd.protocol.RpcErrors;
import io.switchd.protocol.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads one line of the control channel as JSON, within limits that hold before anything is built of it. Safe from any
 * thread.
 */
final class RequestReader {

    private static final int MAX_NAME_LENGTH = 256;
    private static final int MAX_NUMBER_LENGTH = 20;
    private static final int MAX_MESSAGE_LENGTH = 200;

    private final JsonReader json;

    RequestReader(final ControlLimits limits) {
        json = new JsonReader(StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth())
            .maxTokenCount(limits.tokens())
            .maxStringLength(limits.requestBytes())
            .maxNameLength(MAX_NAME_LENGTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build());
    }

    /** @throws RpcException when the line is not a JSON object in UTF-8 */
    @SuppressWarnings("unchecked")
    Map<String, Object> read(final ByteBuffer line) throws RpcException {
        final Object value;
        try {
            value = json.read(StandardCharsets.UTF_8.newDecoder().decode(line).toString());
        } catch (final CharacterCodingException e) {
            throw new RpcException(RpcErrors.PARSE_ERROR, "the request is not UTF-8");
        } catch (final StreamConstraintsException e) {
            throw new RpcException(RpcErrors.PARSE_ERROR, "the request is beyond a limit: " + Text.escapeWhole(shortened(e.getOriginalMessage())));
        } catch (final JacksonException e) {
            throw new RpcException(RpcErrors.PARSE_ERROR, "the request is not JSON: " + Text.escapeWhole(shortened(e.getOriginalMessage())));
        }
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new RpcException(RpcErrors.INVALID_REQUEST,
            value instanceof List ? "batches are not offered; use the method transact" : "a request is a JSON object");
    }

    /** The library quotes up to 256 characters of the request, which escaped are four times as many. */
    private static String shortened(final String message) {
        return message.length() > MAX_MESSAGE_LENGTH ? message.substring(0, MAX_MESSAGE_LENGTH) + "..." : message;
    }
}
