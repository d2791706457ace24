package io.switchd.ctl;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a command line: {@code [GLOBAL]... COMMAND [ARG]... [-- COMMAND [ARG]...]...}. Global options end where the
 * first command begins; {@code --may-exist} and {@code --if-exists} belong to the command they stand before or in.
 */
final class CommandLine {

    private final String[] args;
    private final Call call;
    private int at;
    private String batchFile;

    private CommandLine(final String[] args, final Call call) {
        this.args = args;
        this.call = call;
    }

    /** @throws Failure with exit code 64 when the line cannot be understood */
    static Call parse(final String[] args, final String socketOfEnvironment) throws Failure {
        final CommandLine line = new CommandLine(args, new Call(socketOfEnvironment));
        line.parse();
        return line.call;
    }

    private void parse() throws Failure {
        while (at < args.length && isGlobal(args[at])) {
            global(args[at++]);
        }
        if (call.instead != Call.Instead.NOTHING) {
            return;
        }
        if (batchFile != null) {
            if (at < args.length) {
                throw Failure.usage("commands come from " + batchFile + " or from the command line, not from both");
            }
            BatchFile.read(batchFile, call);
        } else {
            commands();
        }
    }

    private static boolean isGlobal(final String arg) {
        return arg.length() > 1 && arg.charAt(0) == '-' && !arg.equals("--") && !CommandParser.isCommandOption(arg);
    }

    private void global(final String arg) throws Failure {
        final int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
        final String name = equals < 0 ? arg : arg.substring(0, equals);
        final String value = equals < 0 ? null : arg.substring(equals + 1);
        switch (name) {
            case "--socket":
                call.socket = value(name, value);
                break;
            case "-t":
            case "--timeout":
                call.timeoutSeconds = seconds(value(name, value));
                break;
            case "-f":
            case "--format":
                call.json = isJson(value(name, value));
                break;
            case "-b":
            case "--batch":
                batchFile = value(name, value);
                break;
            default:
                if (equals >= 0) {
                    throw Failure.usage("unknown option '" + arg + "'; use --help for help");
                }
                flag(name);
                break;
        }
    }

    private void flag(final String name) throws Failure {
        switch (name) {
            case "-j":
                call.json = true;
                break;
            case "--no-wait":
                call.noWait = true;
                break;
            case "--dry-run":
                call.dryRun = true;
                break;
            case "-h":
            case "--help":
                call.instead = Call.Instead.HELP;
                break;
            case "-V":
            case "--version":
                call.instead = Call.Instead.VERSION;
                break;
            case "--completion":
                call.instead = Call.Instead.COMPLETION;
                break;
            case "--man":
                call.instead = Call.Instead.MAN;
                break;
            default:
                throw Failure.usage("unknown option '" + name + "'; use --help for help");
        }
    }

    private String value(final String option, final String attached) throws Failure {
        if (attached != null) {
            return attached;
        }
        if (at == args.length) {
            throw Failure.usage("option '" + option + "' needs a value; use --help for help");
        }
        return args[at++];
    }

    private static int seconds(final String text) throws Failure {
        try {
            final int seconds = Integer.parseInt(text);
            if (seconds > 0 && seconds <= 86_400) {
                return seconds;
            }
        } catch (final NumberFormatException e) {
            // the same sentence as for a number out of range
        }
        throw Failure.usage("timeout '" + text + "' is not a number of seconds from 1 to 86400");
    }

    private static boolean isJson(final String format) throws Failure {
        if (!format.equals("json") && !format.equals("table")) {
            throw Failure.usage("output format '" + format + "' is neither table nor json");
        }
        return format.equals("json");
    }

    private void commands() throws Failure {
        final List<String> words = new ArrayList<>();
        boolean any = false;
        for (; at < args.length; at++) {
            if (!args[at].equals("--") || LocalCommand.takesTheRest(words)) {
                words.add(args[at]);
            } else if (!words.isEmpty()) {
                any = CommandParser.add(words, call) || any;
                words.clear();
            }
        }
        if (!words.isEmpty()) {
            any = CommandParser.add(words, call) || any;
        }
        if (!any) {
            throw Failure.usage("missing command name (use --help for help)");
        }
        LocalCommand.check(call);
    }
}
