package io.switchd.ctl;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.Parameter;
import io.switchd.protocol.Suggest;
import io.switchd.protocol.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a command out of its words, by the command table. */
final class CommandParser {

    private final CommandSpec spec;
    private final Map<String, Object> params;
    private final List<String> plain = new ArrayList<>();

    private CommandParser(final Call.Command command) {
        spec = command.spec;
        params = command.params;
    }

    static boolean isCommandOption(final String word) {
        return word.equals("--" + CommandSpec.MAY_EXIST) || word.equals("--" + CommandSpec.IF_EXISTS) || word.equals("--" + CommandSpec.PRUNE);
    }

    /** Adds the command that the words are. Returns true, for there was one. */
    static boolean add(final List<String> words, final Call call) throws Failure {
        final List<String> rest = new ArrayList<>();
        final List<String> options = new ArrayList<>();
        boolean help = false;
        for (int i = 0; i < words.size(); i++) {
            final String word = words.get(i);
            if (i >= LocalCommand.FIRST_OF_ANOTHER && LocalCommand.takesTheRest(words)) {
                rest.add(word);
            } else if (isCommandOption(word)) {
                options.add(word.substring(2));
            } else if (word.equals("--dry-run")) {
                call.dryRun = true;
            } else if (word.equals("--help")) {
                help = true;
            } else {
                rest.add(word);
            }
        }
        final Call.Command command = new Call.Command(find(rest));
        if (help) {
            call.instead = Call.Instead.HELP;
            call.helpOn = command.spec;
            return true;
        }
        final CommandParser parser = new CommandParser(command);
        parser.options(options);
        parser.words(rest.subList(wordCount(command.spec), rest.size()));
        call.commands.add(command);
        return true;
    }

    private static CommandSpec find(final List<String> words) throws Failure {
        if (words.isEmpty()) {
            throw Failure.usage("missing command name (use --help for help)");
        }
        final CommandSpec spec = CommandTable.byWords(words);
        if (spec != null) {
            return spec;
        }
        final String one = words.get(0);
        String hint = Suggest.hint(one, CommandTable.names());
        String typed = one;
        if (isFirstWord(one)) {
            typed = words.size() > 1 ? one + " " + words.get(1) : one;
            hint = words.size() > 1 ? Suggest.hint(typed, CommandTable.names()) : "";
        }
        throw Failure.usage("unknown command '" + Text.escape(typed) + "'" + hint + "; use --help for help");
    }

    private static boolean isFirstWord(final String word) {
        for (final String name : CommandTable.names()) {
            if (name.startsWith(word + " ")) {
                return true;
            }
        }
        return false;
    }

    private static int wordCount(final CommandSpec spec) {
        return spec.words().indexOf(' ') < 0 ? 1 : 2;
    }

    private void options(final List<String> options) throws Failure {
        for (final String option : options) {
            if (!option.equals(spec.option())) {
                throw Failure.usage("'" + spec.words() + "' command has no '--" + option + "' option");
            }
            if (params.put(option, Boolean.TRUE) != null) {
                throw Failure.usage("'--" + option + "' option specified multiple times");
            }
        }
    }

    private void words(final List<String> words) throws Failure {
        final int required = requiredWords();
        for (final String word : words) {
            final int equals = word.indexOf('=');
            if (isFlag(word)) {
                flag(word);
            } else if (plain.size() >= required && equals > 0) {
                keyValue(word.substring(0, equals), word.substring(equals + 1));
            } else {
                plain.add(word);
            }
        }
        if (plain.size() < required) {
            throw Failure.usage("'" + spec.words() + "' command requires at least " + (required + requiredOthers()) + " arguments: " + spec.usage());
        }
        place();
        if (spec.words().equals("netns identify") && !params.containsKey("pid")) {
            params.put("pid", ProcessHandle.current().pid());
        }
        for (final Parameter parameter : spec.parameters()) {
            if (parameter.isRequired() && !params.containsKey(parameter.name())) {
                throw Failure.usage("'" + spec.words() + "' command requires at least " + (required + requiredOthers()) + " arguments: " + spec.usage());
            }
        }
    }

    private boolean isFlag(final String word) {
        for (final Parameter parameter : spec.parameters()) {
            if (parameter.kind() == Parameter.Kind.FLAG && parameter.name().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private void flag(final String word) throws Failure {
        if (params.put(word, Boolean.TRUE) != null) {
            throw Failure.usage("'" + word + "' is given twice");
        }
    }

    private int requiredWords() {
        int count = 0;
        for (final Parameter parameter : spec.parameters()) {
            if (parameter.isPositional() && parameter.isRequired()) {
                count++;
            }
        }
        return count;
    }

    private int requiredOthers() {
        int count = 0;
        for (final Parameter parameter : spec.parameters()) {
            if (!parameter.isPositional() && parameter.isRequired()) {
                count++;
            }
        }
        return count;
    }

    /**
     * Gives the plain words to the parameters in order; optional ones get a word only when there are words to spare.
     */
    private void place() throws Failure {
        int spare = plain.size() - requiredWords();
        int next = 0;
        for (final Parameter parameter : spec.parameters()) {
            if (parameter.kind() == Parameter.Kind.WORDS && next < plain.size()) {
                params.put(parameter.name(), new ArrayList<>(plain.subList(next, plain.size())));
                next = plain.size();
            } else if (parameter.isPositional() && (parameter.isRequired() || spare > 0)) {
                if (!parameter.isRequired()) {
                    spare--;
                }
                params.put(parameter.name(), value(parameter, plain.get(next++)));
            }
        }
        if (next < plain.size()) {
            throw Failure.usage(tooMany(plain.get(next)));
        }
    }

    private static Object value(final Parameter parameter, final String word) throws Failure {
        if (parameter.kind() == Parameter.Kind.CHOICE && !parameter.offers(word)) {
            throw Failure.usage("'" + Text.escape(word) + "' is none of " + parameter.label());
        }
        if (parameter.kind() == Parameter.Kind.DOCUMENT) {
            return Document.read(word);
        }
        return parameter.kind() == Parameter.Kind.NUMBER ? number(parameter.label() + " ", word) : word;
    }

    private String tooMany(final String word) {
        if (takesKeyValues()) {
            return "'" + spec.words() + "' command cannot use '" + Text.escape(word) + "': " + spec.usage();
        }
        int most = 0;
        for (final Parameter parameter : spec.parameters()) {
            most += parameter.isPositional() ? 1 : 0;
        }
        return "'" + spec.words() + "' command takes at most " + most + " arguments"
            + (word.startsWith("-") ? " (note that options must precede command names and follow a \"--\" argument)" : "");
    }

    private boolean takesKeyValues() {
        for (final Parameter parameter : spec.parameters()) {
            if (!parameter.isPositional() && parameter.kind() != Parameter.Kind.WORDS) {
                return true;
            }
        }
        return false;
    }

    private void keyValue(final String key, final String value) throws Failure {
        Parameter settings = null;
        for (final Parameter parameter : spec.parameters()) {
            if (parameter.kind() == Parameter.Kind.SETTINGS) {
                settings = parameter;
            } else if (!parameter.isPositional() && parameter.kind() != Parameter.Kind.WORDS && parameter.name().equals(key)) {
                named(parameter, value);
                return;
            }
        }
        if (settings == null) {
            unknownKey(key, value);
        } else if (values(settings.name()).put(key, value) != null) {
            throw Failure.usage("'" + key + "' is given twice");
        }
    }

    private void unknownKey(final String key, final String value) throws Failure {
        final List<String> known = new ArrayList<>();
        for (final Parameter parameter : spec.parameters()) {
            if (!parameter.isPositional()) {
                known.add(parameter.name());
            }
        }
        if (known.isEmpty()) {
            plain.add(key + "=" + value);
        } else {
            throw Failure.usage("'" + spec.words() + "' command has no '" + Text.escape(key) + "='" + Suggest.hint(key, known) + ": " + spec.usage());
        }
    }

    private void named(final Parameter parameter, final String value) throws Failure {
        final Object before;
        if (parameter.kind() == Parameter.Kind.NAMED_LIST) {
            list(parameter.name()).add(value);
            before = null;
        } else if (parameter.kind() == Parameter.Kind.NAMED_NUMBER) {
            before = params.put(parameter.name(), number(parameter.name() + "=", value));
        } else {
            before = params.put(parameter.name(), value);
        }
        if (before != null) {
            throw Failure.usage("'" + parameter.name() + "' is given twice");
        }
    }

    private static Long number(final String what, final String value) throws Failure {
        try {
            return Long.valueOf(value);
        } catch (final NumberFormatException e) {
            throw Failure.usage(what + Text.escape(value) + " is not a whole number");
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> values(final String name) {
        Map<String, Object> values = (Map<String, Object>) params.get(name);
        if (values == null) {
            values = new LinkedHashMap<>();
            params.put(name, values);
        }
        return values;
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(final String name) {
        List<Object> list = (List<Object>) params.get(name);
        if (list == null) {
            list = new ArrayList<>();
            params.put(name, list);
        }
        return list;
    }
}
