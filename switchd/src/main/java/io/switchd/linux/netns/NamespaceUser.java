package io.switchd.linux.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process whose network namespace is a certain one.
 *
 * @param command its name as {@code ps} shows it, 15 bytes at most
 */
public record NamespaceUser(long pid, String command) {

    private static final Path PROC = Path.of("/proc");

    /** Looks through /proc for the namespace that is mounted on a file; by ascending process number. */
    static List<NamespaceUser> of(final Path file) throws IOException {
        final String namespace = "net:[" + Files.getAttribute(file, "unix:ino") + "]";
        final List<NamespaceUser> users = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (final Path process : entries.filter(NamespaceUser::isProcess).toList()) {
                if (namespace.equals(namespace(process))) {
                    users.add(new NamespaceUser(Long.parseLong(process.getFileName().toString()), command(process)));
                }
            }
        }
        users.sort(Comparator.comparingLong(NamespaceUser::pid));
        return users;
    }

    private static boolean isProcess(final Path entry) {
        return entry.getFileName().toString().chars().allMatch(Character::isDigit);
    }

    /** Empty for a process that has ended meanwhile, which the kernel says in several ways: ENOENT, ESRCH, EACCES. */
    private static String namespace(final Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).toString();
        } catch (final IOException e) {
            return "";
        }
    }

    /** Empty for a process that has ended meanwhile. */
    private static String command(final Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (final IOException e) {
            return "";
        }
    }
}
