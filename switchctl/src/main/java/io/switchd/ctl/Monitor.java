package io.switchd.ctl;

import io.switchd.protocol.Json;
import io.switchd.protocol.JsonException;
import io.switchd.protocol.Text;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** {@code monitor} and {@code netns monitor}: prints events as they come, a line each, until the daemon ends or nobody reads any more. */
final class Monitor implements Connection.LineReader {

    private static final String OF_NAMESPACES = "netns monitor";
    private static final List<String> HEAD = List.of("seq", "time", "topic", "event");

    private final Call call;
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();
    private final boolean isOfNamespaces;
    private boolean isBegun;

    private Monitor(final Call call, final PrintStream out) {
        this.call = call;
        this.out = out;
        isOfNamespaces = call.commands.get(0).spec.words().equals(OF_NAMESPACES);
    }

    /** Whether a call is one to be answered so. */
    static boolean serves(final Call call) throws Failure {
        for (final Call.Command command : call.commands) {
            final String words = command.spec.words();
            if (words.equals("monitor") || words.equals(OF_NAMESPACES)) {
                if (call.commands.size() > 1) {
                    throw Failure.usage("'" + words + "' stands alone in a call");
                }
                if (call.dryRun || call.noWait) {
                    throw Failure.usage("'" + words + "' command has no '" + (call.dryRun ? "--dry-run" : "--no-wait") + "' option");
                }
                return true;
            }
        }
        return false;
    }

    static int print(final Call call, final PrintStream out) throws Failure {
        final Call.Command command = call.commands.get(0);
        new Connection(call.socket, call.timeoutSeconds).stream(Json.write(call.request(command.spec.method(), command.params)), new Monitor(call, out));
        return ExitCode.DONE;
    }

    @Override
    public boolean read(final String line, final boolean isLast) throws Failure {
        if (!isBegun) {
            Switchctl.result(line);
            isBegun = true;
            return true;
        }
        final Object event = event(line);
        if (event instanceof Map) {
            print((Map<?, ?>) event);
        }
        if (isLast) {
            out.append(text);
            text.setLength(0);
            return !out.checkError();
        }
        return true;
    }

    private static Object event(final String line) throws Failure {
        try {
            final Object notification = Json.read(line);
            return notification instanceof Map ? ((Map<?, ?>) notification).get("params") : null;
        } catch (final JsonException e) {
            throw Switchctl.notUnderstood();
        }
    }

    private void print(final Map<?, ?> event) {
        if (call.json) {
            text.append(Json.write(event)).append('\n');
            return;
        }
        if (isOfNamespaces && "netns".equals(event.get("topic"))) {
            text.append("added".equals(event.get("event")) ? "add " : "delete ").append(Text.escapeWhole(String.valueOf(event.get("netns")))).append('\n');
            return;
        }
        text.append(event.get("time")).append(' ').append(event.get("topic")).append(' ').append(event.get("event"));
        for (final Map.Entry<?, ?> member : event.entrySet()) {
            if (!HEAD.contains(member.getKey())) {
                text.append(' ').append(member.getKey()).append('=').append(word(member.getKey(), member.getValue()));
            }
        }
        text.append('\n');
    }

    /** A reason is a sentence, and stands last. */
    private static String word(final Object name, final Object value) {
        return name.equals("reason") ? '"' + Text.escapeWhole(value.toString()) + '"' : Text.escapeWhole(String.valueOf(value));
    }
}
