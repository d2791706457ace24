package io.switchd.control;

import io.switchd.manage.Command;
import io.switchd.manage.Transaction;
import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.RpcErrors;
import io.switchd.protocol.Suggest;
import io.switchd.protocol.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link Request} of a JSON-RPC 2.0 object: of a single command, or of the method {@code transact} with many.
 */
final class RequestParser {

    static final String TRANSACT = "transact";
    static final String COMMANDS = "commands";
    static final String DRY_RUN = "dry-run";
    private static final String NO_WAIT = "no-wait";
    private static final Set<String> REQUEST_MEMBERS = Set.of("jsonrpc", "id", "method", "params");
    private static final Set<String> TRANSACT_MEMBERS = Set.of(COMMANDS, DRY_RUN, NO_WAIT);
    private static final Set<String> COMMAND_MEMBERS = Set.of("method", "params");

    private RequestParser() {
    }

    /** Whether a request wants no answer: it is one, and has no id. */
    static boolean isNotification(final Map<String, Object> request) {
        return !request.containsKey("id") && "2.0".equals(request.get("jsonrpc")) && request.get("method") instanceof String;
    }

    /** Whether a request asks to follow events, for which there is no transaction. */
    static boolean isMonitor(final Map<String, Object> request) {
        return Monitors.serves(request.get("method"));
    }

    /** The parameters of a request to follow events, which must have an id: there is something to be told. */
    static Map<String, Object> monitorParams(final Map<String, Object> request) throws RpcException {
        check(request);
        if (id(request) == null) {
            throw new RpcException(RpcErrors.INVALID_REQUEST, "\"" + method(request) + "\" needs an \"id\"");
        }
        return params(request);
    }

    /** What the answer has as its id: the request's own, or null where that is none. */
    static Object id(final Map<String, Object> request) {
        final Object id = request.get("id");
        return id instanceof String || id instanceof Number ? id : null;
    }

    static Request parse(final Map<String, Object> request, final ControlLimits limits, final Access access, final int uid) throws RpcException {
        check(request);
        final Object id = id(request);
        final String method = method(request);
        final Map<String, Object> params = params(request);
        final boolean hasId = request.containsKey("id");
        if (method.equals(TRANSACT)) {
            return new Request(id, hasId, transaction(params, limits.commands(), access, uid), false);
        }
        return new Request(id, hasId, new Transaction(List.of(command(method, params, access, -1)), false, false, uid), true);
    }

    private static void check(final Map<String, Object> request) throws RpcException {
        if (!"2.0".equals(request.get("jsonrpc"))) {
            throw new RpcException(RpcErrors.INVALID_REQUEST, "\"jsonrpc\" must be \"2.0\"");
        }
        if (id(request) == null && request.get("id") != null) {
            throw new RpcException(RpcErrors.INVALID_REQUEST, "\"id\" must be a string or a number");
        }
        checkMembers(request);
    }

    /** A member that is mistyped must not look as if it were heeded: "parms" of a flush would flush everything. */
    private static void checkMembers(final Map<String, Object> request) throws RpcException {
        for (final String name : request.keySet()) {
            if (!REQUEST_MEMBERS.contains(name)) {
                throw new RpcException(RpcErrors.INVALID_REQUEST,
                    "a request has no member \"" + Text.escape(name) + "\"" + Suggest.hint(name, REQUEST_MEMBERS));
            }
        }
    }

    private static Transaction transaction(final Map<String, Object> params, final int mostCommands, final Access access, final int uid)
        throws RpcException {
        for (final String name : params.keySet()) {
            if (!TRANSACT_MEMBERS.contains(name)) {
                throw new RpcException(RpcErrors.INVALID_PARAMS,
                    "\"transact\" has no parameter \"" + Text.escape(name) + "\"" + Suggest.hint(name, TRANSACT_MEMBERS));
            }
        }
        if (!(params.get(COMMANDS) instanceof List)) {
            throw new RpcException(RpcErrors.INVALID_PARAMS, "\"commands\" of \"transact\" must be an array of objects");
        }
        final List<?> asked = (List<?>) params.get(COMMANDS);
        if (asked.size() > mostCommands) {
            throw new RpcException(RpcErrors.INVALID_PARAMS,
                "a transaction has at most " + mostCommands + " commands, this one has " + asked.size() + "; use several calls");
        }
        final List<Command> commands = new ArrayList<>();
        for (final Object each : asked) {
            commands.add(command(each, access, commands.size()));
        }
        return new Transaction(commands, flag(params, DRY_RUN), flag(params, NO_WAIT), uid);
    }

    private static Command command(final Object value, final Access access, final int index) throws RpcException {
        if (!(value instanceof Map) || !COMMAND_MEMBERS.containsAll(((Map<?, ?>) value).keySet())) {
            throw new RpcException(RpcErrors.INVALID_PARAMS, "a command is an object with \"method\" and \"params\"", index);
        }
        final Map<String, Object> members = new HashMap<>();
        ((Map<?, ?>) value).forEach((name, member) -> members.put(name.toString(), member));
        return command(method(members), params(members), access, index);
    }

    private static Command command(final String method, final Map<String, Object> params, final Access access, final int index) throws RpcException {
        if (Monitors.serves(method)) {
            throw new RpcException(RpcErrors.INVALID_PARAMS, "\"" + method + "\" is a request of its own, and no command of a transaction", index);
        }
        final CommandSpec spec = CommandTable.byMethod(method);
        if (spec == null || spec.isLocal()) {
            final List<String> methods = new ArrayList<>();
            CommandTable.all().forEach(each -> methods.add(each.method()));
            throw new RpcException(RpcErrors.UNKNOWN_METHOD, "unknown method \"" + Text.escape(method) + "\"" + Suggest.hint(method, methods), index);
        }
        access.demand(spec, index);
        try {
            spec.check(params);
        } catch (final IllegalArgumentException e) {
            throw new RpcException(RpcErrors.INVALID_PARAMS, e.getMessage(), index);
        }
        return CommandBuilder.build(spec, params);
    }

    private static String method(final Map<String, Object> members) throws RpcException {
        if (members.get("method") instanceof String) {
            return (String) members.get("method");
        }
        throw new RpcException(RpcErrors.INVALID_REQUEST, "\"method\" must be a string");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> params(final Map<String, Object> members) throws RpcException {
        final Object params = members.get("params");
        if (params == null) {
            return Map.of();
        }
        if (params instanceof Map) {
            return (Map<String, Object>) params;
        }
        throw new RpcException(RpcErrors.INVALID_PARAMS, "\"params\" must be an object");
    }

    private static boolean flag(final Map<String, Object> params, final String name) throws RpcException {
        final Object value = params.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new RpcException(RpcErrors.INVALID_PARAMS, "\"" + name + "\" must be true or false");
    }
}
