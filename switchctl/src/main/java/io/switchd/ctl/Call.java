package io.switchd.ctl;

import io.switchd.protocol.CommandSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command line, understood: where to, how long, which commands, and how to print what they answer. */
final class Call {

    private static final String DEFAULT_SOCKET = "/run/switchd/switchd.sock";
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    /** What to do instead of a call, when asked for. */
    enum Instead { NOTHING, HELP, VERSION, COMPLETION, MAN }

    String socket;
    int timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;
    boolean noWait;
    boolean dryRun;
    boolean json;
    Instead instead = Instead.NOTHING;
    /** Of {@code switchctl COMMAND --help}. */
    CommandSpec helpOn;
    final List<Command> commands = new ArrayList<>();

    Call(final String socketOfEnvironment) {
        socket = socketOfEnvironment == null || socketOfEnvironment.isEmpty() ? DEFAULT_SOCKET : socketOfEnvironment;
    }

    /** One command and its parameters, as they travel. */
    static final class Command {

        final CommandSpec spec;
        final Map<String, Object> params = new LinkedHashMap<>();

        Command(final CommandSpec spec) {
            this.spec = spec;
        }
    }

    /** The request that carries the commands, as a tree. */
    Map<String, Object> request() {
        final List<Object> list = new ArrayList<>();
        for (final Command command : commands) {
            final Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("method", command.spec.method());
            entry.put("params", command.params);
            list.add(entry);
        }
        final Map<String, Object> params = new LinkedHashMap<>();
        params.put("commands", list);
        if (dryRun) {
            params.put("dry-run", Boolean.TRUE);
        }
        if (noWait) {
            params.put("no-wait", Boolean.TRUE);
        }
        return request("transact", params);
    }

    Map<String, Object> request(final String method, final Map<String, Object> params) {
        final Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", 1L);
        request.put("method", method);
        request.put("params", params);
        return request;
    }
}
