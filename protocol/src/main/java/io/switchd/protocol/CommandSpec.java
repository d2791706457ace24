package io.switchd.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One command: its words, its parameters, and what it does. */
public final class CommandSpec {

    public static final String MAY_EXIST = "may-exist";
    public static final String IF_EXISTS = "if-exists";
    public static final String PRUNE = "prune";

    private final String words;
    private final String option;
    private final Where where;
    private final boolean isReading;
    private final String help;
    private final List<Parameter> parameters;

    /** Where a command is known. */
    private enum Where { CLIENT_AND_DAEMON, CLIENT, DAEMON }

    private CommandSpec(final String words, final String option, final Where where, final boolean isReading, final String help, final Parameter... parameters) {
        this.words = words;
        this.option = option;
        this.where = where;
        this.isReading = isReading;
        this.help = help;
        this.parameters = List.of(parameters);
    }

    static CommandSpec of(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, null, Where.CLIENT_AND_DAEMON, false, help, parameters);
    }

    /** A command that changes nothing. */
    static CommandSpec reading(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, null, Where.CLIENT_AND_DAEMON, true, help, parameters);
    }

    /** A command that makes something, and with --may-exist is content when it is there. */
    static CommandSpec making(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, MAY_EXIST, Where.CLIENT_AND_DAEMON, false, help, parameters);
    }

    /** A command that takes something away, and with --if-exists is content when it is not there. */
    static CommandSpec removing(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, IF_EXISTS, Where.CLIENT_AND_DAEMON, false, help, parameters);
    }

    /** A command that with --prune takes away what it is not told of. */
    static CommandSpec pruning(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, PRUNE, Where.CLIENT_AND_DAEMON, false, help, parameters);
    }

    /** A command that the client's launcher carries out without the daemon. */
    static CommandSpec local(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, null, Where.CLIENT, false, help, parameters);
    }

    /** A method for programs, which nobody types and which changes nothing. */
    static CommandSpec readingMethod(final String words, final String help, final Parameter... parameters) {
        return new CommandSpec(words, null, Where.DAEMON, true, help, parameters);
    }

    /** As typed: {@code add-br}, {@code fdb show}. */
    public String words() {
        return words;
    }

    /** As requested: {@code add-br}, {@code fdb.show}. */
    public String method() {
        return words.replace(' ', '.');
    }

    /** {@link #MAY_EXIST}, {@link #IF_EXISTS}, {@link #PRUNE} or null. */
    public String option() {
        return option;
    }

    public boolean isLocal() {
        return where == Where.CLIENT;
    }

    public boolean isTyped() {
        return where != Where.DAEMON;
    }

    /** Whether it changes nothing: neither the configuration, nor the switch, nor the machine. */
    public boolean isReading() {
        return isReading;
    }

    public String help() {
        return help;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** {@code [--may-exist] add-port BR PORT [KEY=VALUE]...} */
    public String usage() {
        final StringBuilder usage = new StringBuilder();
        if (option != null) {
            usage.append("[--").append(option).append("] ");
        }
        usage.append(words);
        for (final Parameter parameter : parameters) {
            usage.append(' ').append(parameter.usage());
        }
        return usage.toString();
    }

    /** The settings this command sets, or null; {@code kind} decides when it sets those of either. */
    public Settings settings() {
        if (words.equals("add-br")) {
            return Settings.BRIDGE;
        }
        return words.equals("add-port") || words.equals("plug") ? Settings.PORT : null;
    }

    /**
     * Checks that a request has the parameters of this command, each of its kind.
     *
     * @throws IllegalArgumentException with one sentence
     */
    public void check(final Map<String, ?> params) {
        for (final Parameter parameter : parameters) {
            final Object value = params.get(parameter.name());
            if (value == null) {
                if (parameter.isRequired()) {
                    throw new IllegalArgumentException("\"" + method() + "\" needs \"" + parameter.name() + "\"");
                }
            } else if (!fits(parameter, value)) {
                throw new IllegalArgumentException("\"" + parameter.name() + "\" of \"" + method() + "\" must be " + expected(parameter));
            }
        }
        for (final String name : params.keySet()) {
            checkKnown(name, params.get(name));
        }
    }

    private void checkKnown(final String name, final Object value) {
        final List<String> known = new ArrayList<>();
        for (final Parameter parameter : parameters) {
            known.add(parameter.name());
        }
        if (option != null) {
            known.add(option);
        }
        if (!known.contains(name)) {
            throw new IllegalArgumentException("\"" + method() + "\" has no parameter \"" + Text.escape(name) + "\"" + Suggest.hint(name, known));
        }
        if (name.equals(option) && !(value instanceof Boolean)) {
            throw new IllegalArgumentException("\"" + name + "\" of \"" + method() + "\" must be true or false");
        }
    }

    private static boolean fits(final Parameter parameter, final Object value) {
        switch (parameter.kind()) {
            case CHOICE:
                return value instanceof String && parameter.offers((String) value);
            case NUMBER:
            case NAMED_NUMBER:
                return value instanceof Integer || value instanceof Long;
            case DOCUMENT:
                return value instanceof Map || value instanceof List;
            case NAMED_LIST:
                return value instanceof String || isListOfStrings(value);
            case WORDS:
                return isListOfStrings(value);
            case FLAG:
                return value instanceof Boolean;
            case SETTINGS:
                return value instanceof Map;
            default:
                return value instanceof String;
        }
    }

    private static boolean isListOfStrings(final Object value) {
        if (!(value instanceof List)) {
            return false;
        }
        for (final Object element : (List<?>) value) {
            if (!(element instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private static String expected(final Parameter parameter) {
        switch (parameter.kind()) {
            case CHOICE:
                return "one of " + parameter.label();
            case NUMBER:
            case NAMED_NUMBER:
                return "a whole number";
            case DOCUMENT:
                return "an object or an array";
            case NAMED_LIST:
                return "a string or an array of strings";
            case WORDS:
                return "an array of strings";
            case FLAG:
                return "true or false";
            case SETTINGS:
                return "an object";
            default:
                return "a string";
        }
    }
}
