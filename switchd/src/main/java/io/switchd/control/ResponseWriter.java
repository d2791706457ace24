package io.switchd.control;

import io.switchd.event.Event;
import io.switchd.json.JsonWriter;
import io.switchd.log.LimitedLog;
import io.switchd.manage.CommandFailedException;
import io.switchd.manage.Transaction;
import io.switchd.protocol.RpcErrors;
import java.io.OutputStreamWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Makes the text of an answer, a line with its end. Safe from any thread. */
final class ResponseWriter {

    private static final LimitedLog DEFECTS = LimitedLog.of(ResponseWriter.class, Level.ERROR);

    private final int maxBytes;

    ResponseWriter(final ControlLimits limits) {
        maxBytes = limits.answerBytes();
    }

    /**
     * @param room for the answer, beside those that clients have not taken yet
     * @throws RpcException when the answer is longer than that
     */
    byte[] result(final Request request, final Transaction.Result result, final int room) throws RpcException {
        final Map<String, Object> response = response(request.id());
        response.put("result", request.single() ? result.values().get(0) : members(request, result));
        final byte[] line = line(response, Math.min(maxBytes, room));
        if (line != null) {
            return line;
        }
        throw new RpcException(RpcErrors.REFUSED, (result.changes().isEmpty() || request.transaction().dryRun() ? ""
            : "all of it is done, but ") + (room < maxBytes ? "there is no room for the answer while clients do not read theirs; try again later"
            : "the answer is longer than " + maxBytes + " bytes; ask for less in one call, such as one bridge or one port"));
    }

    private static Map<String, Object> members(final Request request, final Transaction.Result result) {
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("results", result.values());
        members.put("generation", result.generation());
        if (request.transaction().dryRun()) {
            members.put("changes", result.changes());
        }
        if (!result.warnings().isEmpty()) {
            members.put("warnings", result.warnings());
        }
        return members;
    }

    /** A value that is no transaction's. */
    byte[] value(final Object id, final Object value) {
        final Map<String, Object> response = response(id);
        response.put("result", value);
        return line(response, Integer.MAX_VALUE);
    }

    /** An event, for a client that follows them. */
    byte[] event(final Event event) {
        final Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("jsonrpc", "2.0");
        notification.put("method", "event");
        notification.put("params", event.tree());
        return line(notification, Integer.MAX_VALUE);
    }

    /** What the switch refused, or what should not have happened, as an error of the control channel. */
    static RpcException failure(final Throwable thrown) {
        final Throwable failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof CommandFailedException) {
            return new RpcException(RpcErrors.REFUSED, failure.getMessage(), ((CommandFailedException) failure).command());
        }
        DEFECTS.log("", "a request met a defect", failure);
        return new RpcException(RpcErrors.INTERNAL_ERROR, "internal error: " + failure);
    }

    byte[] error(final Object id, final RpcException e) {
        final Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", e.code());
        error.put("message", e.getMessage());
        if (e.command() >= 0) {
            error.put("data", Collections.singletonMap("command", e.command()));
        }
        final Map<String, Object> response = response(id);
        response.put("error", error);
        return line(response, Integer.MAX_VALUE);
    }

    private static Map<String, Object> response(final Object id) {
        final Map<String, Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", id);
        return response;
    }

    /** Null when it would be longer than that. */
    private static byte[] line(final Map<String, Object> response, final int maxBytes) {
        final CappedBuffer bytes = new CappedBuffer(maxBytes);
        JsonWriter.COMPACT.write(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), response);
        bytes.write('\n');
        return bytes.isExceeded() ? null : bytes.toByteArray();
    }
}
