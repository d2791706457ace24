package io.switchd.config;

import io.switchd.protocol.Text;
import java.nio.charset.StandardCharsets;

/** Which names things may have: what the kernel allows ({@code dev_valid_name}, net/core/dev.c) and what cannot be mistaken for something else. */
public final class Names {

    private static final int MAX_DEVICE_BYTES = 15;
    private static final int MAX_FILE_BYTES = 255;

    private Names() {
    }

    /** @param what the name is of: "bridge", "port", "device" */
    public static void checkDevice(final String what, final String name) {
        final String problem = problem(name, MAX_DEVICE_BYTES);
        if (problem != null || name.indexOf(':') >= 0) {
            throw new ConfigException(what + " name \"" + Text.escape(name) + "\" " + (problem == null ? "contains ':'" : problem)
                + ": a device name has 1 to 15 bytes, none of them '/', ':' or white space, and is neither \".\" nor \"..\"");
        }
    }

    public static void checkNamespace(final String name) {
        final String problem = problem(name, MAX_FILE_BYTES);
        if (problem != null) {
            throw new ConfigException("namespace name \"" + Text.escape(name) + "\" " + problem
                + ": it has 1 to 255 bytes, none of them '/' or white space, is neither \".\" nor \"..\" and does not begin with '-'");
        }
    }

    private static String problem(final String name, final int maxBytes) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "is a directory's";
        }
        if (name.charAt(0) == '-') {
            return "begins with '-'";
        }
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (c == '/') {
                return "contains '/'";
            }
            if (c <= ' ' || c == 0x7F || Character.isWhitespace(c) || Character.isISOControl(c)) {
                return "contains white space or a control character";
            }
        }
        final int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes > maxBytes ? "has " + bytes + " bytes" : null;
    }
}
