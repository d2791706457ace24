package io.switchd.control;

import io.switchd.manage.Command;
import io.switchd.protocol.RpcErrors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Any line of the control channel is understood, or refused with one short sentence that shows a terminal nothing but
 * letters; the answer is one line, and carries the id that was asked with. See docs/fuzzing.md.
 */
public final class RequestFuzz {

    private static final int LONGEST_SENTENCE = 1_000;
    private static final int SHORTEST_COMMAND = "{\"method\":\"set\"}".length() / 2;
    private static final Set<Integer> CODES = Set.of(RpcErrors.PARSE_ERROR, RpcErrors.INVALID_REQUEST, RpcErrors.INVALID_PARAMS, RpcErrors.UNKNOWN_METHOD);
    private static final RequestReader READER = new RequestReader(ControlLimits.DEFAULT);
    private static final ResponseWriter WRITER = new ResponseWriter(ControlLimits.DEFAULT);

    private RequestFuzz() {
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(final byte[] bytes) {
        Map<String, Object> members = Map.of();
        try {
            members = READER.read(ByteBuffer.wrap(bytes));
            check(RequestParser.parse(members, ControlLimits.DEFAULT, Access.ALL, 0), members, bytes.length);
        } catch (final RpcException e) {
            check(e, members);
        }
        require(!RequestParser.isNotification(members) || RequestParser.id(members) == null, "a notification has no id");
    }

    private static void check(final Request request, final Map<String, Object> members, final int length) {
        require("2.0".equals(members.get("jsonrpc")), "a request says which JSON-RPC it speaks");
        require(request.hasId() == members.containsKey("id") && Objects.equals(request.id(), members.get("id")), "a request keeps its id");
        require(request.single() != "transact".equals(members.get("method")), "only a transaction has many commands");
        require(!request.single() || request.transaction().commands().size() == 1, "any other has one");
        require((long) request.transaction().commands().size() * SHORTEST_COMMAND <= length, "a request has no more commands than it has room for");
        for (final Command command : request.transaction().commands()) {
            require(command != null && command.equals(command) && command.hashCode() == command.hashCode(), "a command is a value");
            require(!command.toString().isEmpty(), "a command can be shown");
        }
    }

    private static void check(final RpcException refusal, final Map<String, Object> members) {
        final String sentence = refusal.getMessage();
        require(CODES.contains(refusal.code()), "a refusal has a code of the control channel");
        require(!sentence.isEmpty() && sentence.length() <= LONGEST_SENTENCE, "a refusal is one short sentence");
        require(sentence.chars().noneMatch(Character::isISOControl), "a refusal shows no control characters");
        final Object id = RequestParser.id(members);
        final String answer = new String(WRITER.error(id, refusal), StandardCharsets.UTF_8);
        require(answer.indexOf('\n') == answer.length() - 1, "an answer is one line");
        try {
            final Map<String, Object> read = READER.read(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            require(read.get("error") instanceof Map && (id == null) == (read.get("id") == null), "an answer is JSON, and carries the id");
        } catch (final RpcException e) {
            throw new AssertionError("broken: an answer is JSON: " + answer, e);
        }
    }

    private static void require(final boolean holds, final String property) {
        if (!holds) {
            throw new AssertionError("broken: " + property);
        }
    }
}
