package io.switchd.protocol;

/**
 * One parameter of a command: how it is typed, and under which name it travels.
 */
public final class Parameter {

    /** How a parameter is typed on a command line, and what it is in a request. */
    public enum Kind {
        /** A word in its place; a string. */
        WORD,
        /** A whole number in its place. */
        NUMBER,
        /** A file of JSON, - for standard input; what it holds. */
        DOCUMENT,
        /** One word of a few; a string. */
        CHOICE,
        /** {@code NAME=VALUE}; a string. */
        NAMED,
        /** {@code NAME=NUMBER}; a whole number. */
        NAMED_NUMBER,
        /** {@code NAME=VALUE}, as often as wanted; an array of strings, or a string for one. */
        NAMED_LIST,
        /** The parameter's own name as a word; true. */
        FLAG,
        /** Any other {@code KEY=VALUE}; an object. */
        SETTINGS,
        /** The words that are left; an array of strings. */
        WORDS
    }

    private final Kind kind;
    private final String name;
    private final String label;
    private final boolean required;

    private Parameter(final Kind kind, final String name, final String label, final boolean required) {
        this.kind = kind;
        this.name = name;
        this.label = label;
        this.required = required;
    }

    static Parameter word(final String name, final String label) {
        return new Parameter(Kind.WORD, name, label, true);
    }

    static Parameter optionalWord(final String name, final String label) {
        return new Parameter(Kind.WORD, name, label, false);
    }

    static Parameter number(final String name, final String label) {
        return new Parameter(Kind.NUMBER, name, label, true);
    }

    static Parameter optionalNumber(final String name, final String label) {
        return new Parameter(Kind.NUMBER, name, label, false);
    }

    static Parameter document(final String name, final String label) {
        return new Parameter(Kind.DOCUMENT, name, label, true);
    }

    /** @param label the words with | between them */
    static Parameter choice(final String name, final String label) {
        return new Parameter(Kind.CHOICE, name, label, true);
    }

    static Parameter named(final String name, final String label) {
        return new Parameter(Kind.NAMED, name, label, false);
    }

    static Parameter namedNumber(final String name, final String label) {
        return new Parameter(Kind.NAMED_NUMBER, name, label, false);
    }

    static Parameter namedList(final String name, final String label) {
        return new Parameter(Kind.NAMED_LIST, name, label, false);
    }

    static Parameter flag(final String name) {
        return new Parameter(Kind.FLAG, name, name, false);
    }

    static Parameter settings() {
        return new Parameter(Kind.SETTINGS, "settings", "KEY=VALUE", false);
    }

    static Parameter requiredSettings() {
        return new Parameter(Kind.SETTINGS, "settings", "KEY=VALUE", true);
    }

    static Parameter optionalWords(final String name, final String label) {
        return new Parameter(Kind.WORDS, name, label, false);
    }

    static Parameter words(final String name, final String label) {
        return new Parameter(Kind.WORDS, name, label, true);
    }

    public Kind kind() {
        return kind;
    }

    /** In a request, and before the = on a command line. */
    public String name() {
        return name;
    }

    /** Whether it stands in its place, and not behind a name and =. */
    public boolean isPositional() {
        return kind == Kind.WORD || kind == Kind.CHOICE || kind == Kind.NUMBER || kind == Kind.DOCUMENT;
    }

    public boolean isRequired() {
        return required;
    }

    /** Whether a word is one of those a CHOICE has. */
    public boolean offers(final String word) {
        return ("|" + label + "|").contains("|" + word + "|");
    }

    public String label() {
        return label;
    }

    /** As it stands in a usage line: {@code BR}, {@code [netns=NAME]}, {@code [KEY=VALUE]...}. */
    public String usage() {
        final String text;
        switch (kind) {
            case NAMED:
            case NAMED_NUMBER:
            case NAMED_LIST:
                text = name + "=" + label;
                break;
            default:
                text = label;
                break;
        }
        final String repeat = kind == Kind.NAMED_LIST || kind == Kind.SETTINGS || kind == Kind.WORDS ? "..." : "";
        return required ? text + repeat : "[" + text + "]" + repeat;
    }
}
