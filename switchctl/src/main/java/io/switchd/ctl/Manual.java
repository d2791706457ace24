package io.switchd.ctl;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.Setting;
import io.switchd.protocol.Settings;

/** Help, version, completion and the manual page, all out of the command table. */
final class Manual {

    private static final String[][] GLOBALS = {
        {"--socket PATH", "the daemon's socket (or SWITCHD_SOCKET), else /run/switchd/switchd.sock"},
        {"-t, --timeout SECS", "deadline of the call, 10 unless given"},
        {"--no-wait", "answer once it is stored, before the ports are up"},
        {"--dry-run", "check, print what would change, change nothing"},
        {"-f, --format table|json", "form of what is printed"},
        {"-j", "short for -f json"},
        {"-b, --batch FILE", "commands from a file (- for standard input), one a line, as one transaction"},
        {"--may-exist, --if-exists", "before or behind a command's name: be content with what is there, or is not"},
        {"-h, --help", "this help, or that of a command"},
        {"-V, --version", "the version"},
        {"--completion, --man", "print a completion for bash, or the manual page"}};

    private static final String[][] EXITS = {{"0", "done"}, {"1", "refused or failed; nothing was changed"}, {"2", "a question was answered no (br-exists)"},
        {"3", "no daemon is there"}, {"4", "the deadline has passed"}, {"64", "wrong usage"}};

    private Manual() {
    }

    static int print(final Call call, final StringBuilder out) {
        switch (call.instead) {
            case VERSION:
                final String version = Manual.class.getPackage().getImplementationVersion();
                out.append("switchctl ").append(version == null ? "(development)" : version).append('\n');
                break;
            case COMPLETION:
                Completion.print(out);
                break;
            case MAN:
                man(out);
                break;
            default:
                if (call.helpOn == null) {
                    help(out);
                } else {
                    help(call.helpOn, out);
                }
                break;
        }
        return ExitCode.DONE;
    }

    private static void help(final StringBuilder out) {
        out.append("usage: switchctl [GLOBAL]... COMMAND [ARG]... [-- COMMAND [ARG]...]...\n\nCommands of one call happen all or not at all.\n\n");
        for (final CommandSpec spec : CommandTable.all()) {
            out.append("  ").append(spec.usage()).append("\n        ").append(spec.help()).append('\n');
        }
        out.append("\nGlobal options:\n");
        for (final String[] global : GLOBALS) {
            out.append("  ");
            Columns.left(out, global[0], 26);
            out.append(global[1]).append('\n');
        }
        settings(Settings.BRIDGE, out);
        settings(Settings.PORT, out);
        out.append("\nExit codes:\n");
        for (final String[] exit : EXITS) {
            out.append("  ");
            Columns.left(out, exit[0], 4);
            out.append(exit[1]).append('\n');
        }
    }

    private static void help(final CommandSpec spec, final StringBuilder out) {
        out.append("usage: switchctl [GLOBAL]... ").append(spec.usage()).append("\n\n").append(spec.words()).append(' ').append(spec.help()).append(".\n");
        if (spec.settings() != null) {
            settings(spec.settings(), out);
        } else if (spec.words().equals("set") || spec.words().equals("get") || spec.words().equals("clear")) {
            settings(Settings.BRIDGE, out);
            settings(Settings.PORT, out);
        }
    }

    private static void settings(final Settings settings, final StringBuilder out) {
        out.append("\nSettings of a ").append(settings.kind()).append(":\n");
        for (final Setting setting : settings.all()) {
            out.append("  ").append(setting.key()).append("=  ").append(setting.help()).append(": ").append(setting.range());
            if (setting.defaultValue() != null) {
                out.append(", ").append(setting.defaultValue()).append(" unless set");
            }
            out.append('\n');
        }
    }

    /** All global options, without their values. */
    static String optionNames() {
        final StringBuilder names = new StringBuilder();
        for (final String[] global : GLOBALS) {
            for (final String option : global[0].split(", ")) {
                final int space = option.indexOf(' ');
                names.append(space < 0 ? option : option.substring(0, space)).append(' ');
            }
        }
        return names.toString().trim();
    }

    private static void man(final StringBuilder out) {
        out.append(".TH SWITCHCTL 8\n.SH NAME\nswitchctl \\- manage the switchd virtual switch\n.SH SYNOPSIS\n.B switchctl\n")
            .append("[GLOBAL]... COMMAND [ARG]... [\\-\\- COMMAND [ARG]...]...\n.SH DESCRIPTION\nCommands of one call happen all or not at all.\n.SH COMMANDS\n");
        for (final CommandSpec spec : CommandTable.all()) {
            out.append(".TP\n.B ").append(roff(spec.usage())).append('\n').append(roff(spec.help())).append(".\n");
        }
        out.append(".SH OPTIONS\n");
        for (final String[] global : GLOBALS) {
            out.append(".TP\n.B ").append(roff(global[0])).append('\n').append(roff(global[1])).append(".\n");
        }
        manSettings(Settings.BRIDGE, out);
        manSettings(Settings.PORT, out);
        out.append(".SH EXIT STATUS\n");
        for (final String[] exit : EXITS) {
            out.append(".TP\n.B ").append(exit[0]).append('\n').append(roff(exit[1])).append(".\n");
        }
        out.append(".SH SEE ALSO\nswitchd(8), ip-netns(8), bridge(8)\n");
    }

    private static void manSettings(final Settings settings, final StringBuilder out) {
        out.append(".SH SETTINGS OF A ").append(settings == Settings.BRIDGE ? "BRIDGE" : "PORT").append('\n');
        for (final Setting setting : settings.all()) {
            out.append(".TP\n.B ").append(roff(setting.key())).append("=\n").append(roff(setting.help())).append(": ").append(roff(setting.range()));
            if (setting.defaultValue() != null) {
                out.append(", ").append(roff(String.valueOf(setting.defaultValue()))).append(" unless set");
            }
            out.append(".\n");
        }
    }

    private static String roff(final String text) {
        return text.replace("-", "\\-");
    }
}
