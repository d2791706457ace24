package io.switchd.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What the name of a device or a namespace may not have, whoever has to say so: it becomes a file's, a word of a command
 * line and a word that people compare by eye.
 */
public final class NameRule {

    private static final int MAX_FILE_BYTES = 255;

    private NameRule() {
    }

    /** What is wrong with a name, as the end of a sentence that begins with it; null when nothing is. */
    public static String problem(final String name, final int maxBytes) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "is a directory's";
        }
        if (name.charAt(0) == '-') {
            return "begins with '-'";
        }
        if (name.indexOf('/') >= 0) {
            return "contains '/'";
        }
        if (hasInvisible(name)) {
            return "contains white space or a control character";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return "contains half a character";
        }
        final int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes > maxBytes ? "has " + bytes + " bytes" : null;
    }

    /** The sentence that refuses the name of a namespace, or null when it is one. */
    public static String refusalOfNamespace(final String name) {
        final String problem = problem(name, MAX_FILE_BYTES);
        return problem == null ? null : "namespace name \"" + Text.escape(name) + "\" " + problem
            + ": it has 1 to 255 bytes, none of them '/' or white space, is neither \".\" nor \"..\" and does not begin with '-'";
    }

    /** Format characters, such as those that turn the direction of writing, make one name look like another. */
    private static boolean hasInvisible(final String name) {
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                return true;
            }
        }
        return false;
    }
}
