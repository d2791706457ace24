package io.switchd.ctl;

import io.switchd.protocol.Json;
import io.switchd.protocol.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints what the commands of a call answered, in their order, and says with which code to exit. */
final class Printer {

    private Printer() {
    }

    static int print(final Call call, final Map<?, ?> result, final StringBuilder out) {
        if (call.dryRun) {
            return printChanges(call, result, out);
        }
        final List<?> values = (List<?>) result.get("results");
        int exitCode = ExitCode.DONE;
        final List<Object> documents = new ArrayList<>();
        for (int i = 0; i < values.size() && i < call.commands.size(); i++) {
            final Object value = values.get(i);
            final Call.Command command = call.commands.get(i);
            if (command.spec.words().equals("br-exists")) {
                exitCode = Boolean.FALSE.equals(value) ? ExitCode.NO : exitCode;
            } else if (value != null) {
                documents.add(value);
                if (!call.json) {
                    table(command, value, out);
                } else if (command.spec.words().equals("export") && values.size() == 1) {
                    JsonLines.print(value, out);
                    documents.clear();
                }
            }
        }
        if (call.json && !documents.isEmpty()) {
            out.append(Json.write(documents.size() == 1 ? documents.get(0) : documents)).append('\n');
        }
        return exitCode;
    }

    private static int printChanges(final Call call, final Map<?, ?> result, final StringBuilder out) {
        final Object changes = result.get("changes");
        if (call.json) {
            out.append(Json.write(changes)).append('\n');
        } else if (changes instanceof List) {
            lines((List<?>) changes, out);
        }
        return ExitCode.DONE;
    }

    private static void table(final Call.Command command, final Object value, final StringBuilder out) {
        switch (command.spec.words()) {
            case "show":
                ShowTable.print((List<?>) value, out);
                break;
            case "fdb show":
                FdbTable.print((List<?>) value, command.params.containsKey("bridge"), out);
                break;
            case "fdb stats":
                FdbTable.printStatistics((Map<?, ?>) value, out);
                break;
            case "stats":
                StatsTable.print((List<?>) value, out);
                break;
            case "export":
                JsonLines.print(value, out);
                break;
            case "history":
                HistoryTable.print((List<?>) value, out);
                break;
            case "status":
                StatusTable.print((Map<?, ?>) value, out);
                break;
            default:
                plain(value, out);
                break;
        }
    }

    private static void plain(final Object value, final StringBuilder out) {
        if (value instanceof List) {
            lines((List<?>) value, out);
        } else if (value instanceof Map) {
            for (final Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(entry.getKey()).append(": ").append(Text.escapeWhole(String.valueOf(entry.getValue()))).append('\n');
            }
        } else {
            out.append(Text.escapeWhole(value.toString())).append('\n');
        }
    }

    private static void lines(final List<?> values, final StringBuilder out) {
        for (final Object value : values) {
            out.append(Text.escapeWhole(String.valueOf(value))).append('\n');
        }
    }
}
