package io.switchd.ctl;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.Setting;
import io.switchd.protocol.Settings;

/**
 * The completion for bash, out of the command table: commands where one begins, also behind {@code --}, the second word
 * of those that have two, and keys of settings. Where nothing is known bash completes files.
 */
final class Completion {

    private static final String FIND_COMMAND = "# bash completion for switchctl\n"
        + "_switchctl() {\n"
        + "    local cur=${COMP_WORDS[COMP_CWORD]} command='' words='' i\n"
        + "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        + "        case ${COMP_WORDS[i]} in\n"
        + "            --) [[ $command == 'netns exec '* ]] || command='';;\n"
        + "            --socket | -t | --timeout | -f | --format | -b | --batch) [ -n \"$command\" ] || ((i++));;\n"
        + "            -*) ;;\n"
        + "            *) command=${command:+$command }${COMP_WORDS[i]};;\n"
        + "        esac\n"
        + "    done\n"
        + "    if ((i > COMP_CWORD)); then\n"
        + "        case ${COMP_WORDS[COMP_CWORD-1]} in -f | --format) words='table json';; esac\n"
        + "    else\n"
        + "        case $command in\n";
    private static final String OFFER = "        esac\n"
        + "    fi\n"
        + "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
        + "    [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null\n"
        + "}\n"
        + "complete -o default -F _switchctl switchctl\n";

    private Completion() {
    }

    static void print(final StringBuilder out) {
        out.append(FIND_COMMAND);
        final StringBuilder first = new StringBuilder();
        for (final CommandSpec spec : CommandTable.all()) {
            final int space = spec.words().indexOf(' ');
            final String word = space < 0 ? spec.words() : spec.words().substring(0, space);
            if ((" " + first).indexOf(" " + word + " ") < 0) {
                first.append(word).append(' ');
                offer(word, second(word), out);
            }
        }
        offer("''", first + Manual.optionNames(), out);
        offer("set | get | clear", "bridge port", out);
        offer("'add-br '* | 'set bridge '*", keys(Settings.BRIDGE, "="), out);
        offer("'add-port '*' '* | 'plug '*' '* | 'set port '*", keys(Settings.PORT, "="), out);
        offer("'get bridge '* | 'clear bridge '*", keys(Settings.BRIDGE, ""), out);
        offer("'get port '* | 'clear port '*", keys(Settings.PORT, ""), out);
        out.append(OFFER);
    }

    private static void offer(final String pattern, final String words, final StringBuilder out) {
        if (!words.isEmpty()) {
            out.append("            ").append(pattern).append(") words='").append(words).append("';;\n");
        }
    }

    private static String second(final String first) {
        final StringBuilder words = new StringBuilder();
        for (final CommandSpec spec : CommandTable.all()) {
            if (spec.words().startsWith(first + " ")) {
                words.append(spec.words().substring(first.length() + 1)).append(' ');
            }
        }
        return words.toString().trim();
    }

    private static String keys(final Settings settings, final String end) {
        final StringBuilder keys = new StringBuilder();
        for (final Setting setting : settings.all()) {
            keys.append(setting.key()).append(end).append(' ');
        }
        return keys.toString().trim();
    }
}
