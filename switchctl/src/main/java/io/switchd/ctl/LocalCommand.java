package io.switchd.ctl;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.NameRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Refuses {@code netns exec}. The launcher has carried it out where it can be: it becomes another program, so that one
 * which comes as far as here is wrong, and what is left is to say why.
 */
final class LocalCommand {

    /** Index of the first word that is only another program's: {@code netns exec NAME CMD WORD}. */
    static final int FIRST_OF_ANOTHER = 4;

    private static final String NAMESPACES = "/run/netns";

    private LocalCommand() {
    }

    /** Whether the words begin a command to which all that follow belong, "--" and options too. */
    static boolean takesTheRest(final List<String> words) {
        if (words.size() < 2) {
            return false;
        }
        final CommandSpec spec = CommandTable.byWords(words);
        return spec != null && spec.isLocal();
    }

    static void check(final Call call) throws Failure {
        for (final Call.Command command : call.commands) {
            if (command.spec.isLocal()) {
                throw refusal(call, command);
            }
        }
    }

    private static Failure refusal(final Call call, final Call.Command command) {
        final String words = command.spec.words();
        if (call.commands.size() == 1 && (call.dryRun || call.noWait)) {
            return Failure.usage("'" + words + "' command has no '" + (call.dryRun ? "--dry-run" : "--no-wait") + "' option");
        }
        final String name = (String) command.params.get("name");
        final String unfit = NameRule.refusalOfNamespace(name);
        if (call.commands.size() > 1 || unfit == null && Files.exists(Path.of(NAMESPACES, name))) {
            return Failure.usage("'" + words + "' stands alone in a call");
        }
        return new Failure(ExitCode.REFUSED, unfit == null ? "no namespace named " + name : unfit);
    }
}
