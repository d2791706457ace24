package io.switchd.ctl;

import io.switchd.protocol.Json;
import io.switchd.protocol.JsonException;
import io.switchd.protocol.Text;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * The client: parse, one request, print, exit code. It loads as little as it can, since it is started for every
 * command: no library, no regular expression, no formatter, no stream, no lambda.
 */
public final class Switchctl {

    private static final String PREFIX = "switchctl: ";

    private Switchctl() {
    }

    /** Halts, since {@link System#exit} looks for a logger first, from JDK 21 on, and there is nothing that it could shut down. */
    public static void main(final String[] args) {
        Runtime.getRuntime().halt(run(args, System.getenv("SWITCHD_SOCKET"), System.out, System.err));
    }

    static int run(final String[] args, final String socketOfEnvironment, final PrintStream out, final PrintStream err) {
        try {
            final Call call = CommandLine.parse(args, socketOfEnvironment);
            if (call.instead == Call.Instead.NOTHING && Monitor.serves(call)) {
                return Monitor.print(call, out);
            }
            if (call.instead == Call.Instead.NOTHING && FdbPages.serves(call)) {
                return FdbPages.print(call, out);
            }
            final StringBuilder text = new StringBuilder();
            final int exitCode = call.instead == Call.Instead.NOTHING ? execute(call, text, err) : Manual.print(call, text);
            out.append(text);
            out.flush();
            return exitCode;
        } catch (final Failure e) {
            err.println(PREFIX + e.getMessage());
            return e.exitCode();
        }
    }

    private static int execute(final Call call, final StringBuilder out, final PrintStream err) throws Failure {
        if (call.commands.isEmpty()) {
            return ExitCode.DONE;
        }
        final Object result = result(new Connection(call.socket, call.timeoutSeconds), call.request());
        if (!(result instanceof Map) || !(((Map<?, ?>) result).get("results") instanceof List)) {
            throw notUnderstood();
        }
        warn(((Map<?, ?>) result).get("warnings"), err);
        return Printer.print(call, (Map<?, ?>) result, out);
    }

    private static void warn(final Object warnings, final PrintStream err) {
        if (warnings instanceof List) {
            for (final Object warning : (List<?>) warnings) {
                err.println(PREFIX + "warning: " + Text.escapeWhole(String.valueOf(warning)));
            }
        }
    }

    /** What the daemon answers to a request; its refusal is a failure. */
    static Object result(final Connection connection, final Map<String, Object> request) throws Failure {
        return result(connection.exchange(Json.write(request)));
    }

    /** What an answer of the daemon says; its refusal is a failure. */
    static Object result(final String line) throws Failure {
        final Map<?, ?> answer = answer(line);
        final Object error = answer.get("error");
        if (error instanceof Map) {
            throw new Failure(ExitCode.REFUSED, Text.escapeWhole(String.valueOf(((Map<?, ?>) error).get("message"))));
        }
        return answer.get("result");
    }

    static Failure notUnderstood() {
        return new Failure(ExitCode.REFUSED, "the daemon's answer is not understood: is it of another version?");
    }

    private static Map<?, ?> answer(final String line) throws Failure {
        try {
            final Object answer = Json.read(line);
            if (answer instanceof Map) {
                return (Map<?, ?>) answer;
            }
        } catch (final JsonException e) {
            throw new Failure(ExitCode.REFUSED, "the daemon's answer is not JSON: " + e.getMessage());
        }
        throw new Failure(ExitCode.REFUSED, "the daemon's answer is not a JSON object");
    }
}
