package io.switchd.config;

import io.switchd.protocol.NameRule;
import io.switchd.protocol.Text;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Which names things may have: what the kernel allows and what cannot be mistaken for something else.
 *
 * <p>Of a device the kernel also refuses, or changes, names that look harmless (seen with Linux 6.18):
 * <ul>
 *   <li>{@code br%d} becomes {@code br0}: the kernel puts a free number there.
 *   <li>Byte 0xA0 is white space to it ({@code dev_valid_name} with {@code isspace} of lib/ctype.c), so "\u00e0", which
 *       is C3 A0, is refused.
 *   <li>{@code all} and {@code default} are directories of /proc/sys/net/ipv4/conf, where every device has one of its
 *       name.
 * </ul>
 */
public final class Names {

    private static final int MAX_DEVICE_BYTES = 15;
    private static final byte KERNEL_SPACE = (byte) 0xA0;
    private static final Set<String> KERNEL_WORDS = Set.of("all", "default");

    private Names() {
    }

    /** @param what the name is of: "bridge", "port", "device" */
    public static void checkDevice(final String what, final String name) {
        final String problem = deviceProblem(name);
        if (problem != null) {
            throw new ConfigException(what + " name \"" + Text.escape(name) + "\" " + problem
                + ": a device name has 1 to 15 bytes, none of them '/', ':' or white space, and is neither \".\" nor \"..\"");
        }
    }

    public static void checkNamespace(final String name) {
        final String refusal = NameRule.refusalOfNamespace(name);
        if (refusal != null) {
            throw new ConfigException(refusal);
        }
    }

    private static String deviceProblem(final String name) {
        final String problem = NameRule.problem(name, MAX_DEVICE_BYTES);
        if (problem != null) {
            return problem;
        }
        if (name.indexOf(':') >= 0) {
            return "contains ':'";
        }
        if (name.indexOf('%') >= 0) {
            return "contains '%', in whose place the kernel would put a number";
        }
        for (final byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b == KERNEL_SPACE) {
                return "contains byte 0xa0, which is white space to the kernel";
            }
        }
        return KERNEL_WORDS.contains(name) ? "is a word the kernel keeps for itself" : null;
    }
}
