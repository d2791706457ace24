package io.switchd.ctl;

import io.switchd.protocol.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code fdb show} alone in a call: asks for a page after another and prints each as it comes, so that a table of a
 * million stations needs no more memory than a small one, here and in the daemon.
 */
final class FdbPages {

    private final Call call;
    private final Call.Command command;
    private final Connection connection;
    private final PrintStream out;
    private boolean isFirstRow = true;

    private FdbPages(final Call call, final PrintStream out) {
        this.call = call;
        this.out = out;
        command = call.commands.get(0);
        connection = new Connection(call.socket, call.timeoutSeconds);
    }

    /** Whether a call is one to be answered so. */
    static boolean serves(final Call call) {
        return call.commands.size() == 1 && call.commands.get(0).spec.words().equals("fdb show") && !call.dryRun && !call.noWait;
    }

    static int print(final Call call, final PrintStream out) throws Failure {
        new FdbPages(call, out).print();
        return ExitCode.DONE;
    }

    private void print() throws Failure {
        final FdbTable table = new FdbTable();
        Object next = null;
        do {
            final Map<?, ?> page = page(next);
            final StringBuilder text = new StringBuilder();
            final List<?> rows = (List<?>) page.get("rows");
            if (call.json) {
                documents(rows, text);
            } else {
                table.print(rows, page, text);
            }
            out.append(text);
            next = page.get("next");
        } while (next != null && !out.checkError());
        if (call.json) {
            out.append(isFirstRow ? "[]\n" : "]\n");
        }
        out.flush();
    }

    private void documents(final List<?> rows, final StringBuilder text) {
        for (final Object row : rows) {
            text.append(isFirstRow ? '[' : ',').append(Json.write(row));
            isFirstRow = false;
        }
    }

    private Map<?, ?> page(final Object from) throws Failure {
        final Object result = Switchctl.result(connection, call.request("fdb.page", pageParams(from)));
        if (!(result instanceof Map) || !(((Map<?, ?>) result).get("rows") instanceof List)) {
            throw Switchctl.notUnderstood();
        }
        return (Map<?, ?>) result;
    }

    private Map<String, Object> pageParams(final Object from) {
        final Map<String, Object> params = new LinkedHashMap<>(command.params);
        if (from != null) {
            params.put("from", from);
        }
        return params;
    }
}
