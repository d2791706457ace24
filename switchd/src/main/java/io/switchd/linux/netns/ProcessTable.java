package io.switchd.linux.netns;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of the machine at one moment, by the network namespace that each is in: that of its main thread, as
 * {@code ip netns pids} has it.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>A process may end while it is looked at, one that has ended but was not waited for is in no namespace, and one
 *       that has only begun may not be in any yet. All count as not there.
 *   <li>What a process is in may be hidden: that of another user without CAP_SYS_PTRACE, that of the first process of
 *       many a container always. Such a process is in no namespace here, as with {@code ip netns}: to tell of it each
 *       time would be told where nobody can help it.
 * </ul>
 */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    private final Map<NamespaceId, List<Long>> byNamespace = new HashMap<>();

    private ProcessTable() {
    }

    public static ProcessTable read() throws IOException {
        final String[] entries = new File(PROC.toString()).list();
        if (entries == null) {
            throw new IOException("cannot list the processes in " + PROC);
        }
        final ProcessTable table = new ProcessTable();
        for (final String entry : entries) {
            if (Character.isDigit(entry.charAt(0))) {
                table.add(Long.parseLong(entry));
            }
        }
        table.byNamespace.values().forEach(pids -> pids.sort(null));
        return table;
    }

    private void add(final long pid) throws IOException {
        try {
            byNamespace.computeIfAbsent(NamespaceId.of(file(pid)), namespace -> new ArrayList<>()).add(pid);
        } catch (final FileSystemException e) {
            if (!(e instanceof AccessDeniedException || e instanceof NoSuchFileException || hasEnded(pid))) {
                throw e;
            }
        }
    }

    static Path file(final long pid) {
        return PROC.resolve(Long.toString(pid)).resolve("ns/net");
    }

    static boolean isThere(final long pid) {
        return Files.exists(PROC.resolve(Long.toString(pid)));
    }

    /** Whether a process is gone, or has ended and is only there for whoever waits for it. */
    private static boolean hasEnded(final long pid) {
        return Files.notExists(file(pid));
    }

    List<Long> in(final NamespaceId namespace) {
        return List.copyOf(byNamespace.getOrDefault(namespace, List.of()));
    }

    /** What a process calls itself: up to 15 bytes of any kind. Empty when it has ended meanwhile. */
    public static Optional<String> name(final long pid) {
        try {
            return Optional.of(new String(Files.readAllBytes(PROC.resolve(pid + "/comm")), StandardCharsets.UTF_8).replaceFirst("\n$", ""));
        } catch (final IOException e) {
            // it has ended, or its name is hidden: a number has to do
            return Optional.empty();
        }
    }
}
