package io.switchd.host;

import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.testkit.Strace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A system call of a {@link Scene} and how strace meets it when the scene is played again: by the file that it is of, if
 * any, and its number among the calls of its name, file and thread.
 *
 * <p>Of two threads that make the same call strace can only mean the one that makes it first: what the second does is
 * no point.
 */
record Point(Strace.Call call, Optional<Path> file) {

    private static final Pattern FILE = Pattern.compile("[\"<](?<file>/run/(?:switchd|netns)[^\"<>]*|/proc/sys/net/[^\"<>]*)[\">]");
    private static final String CHANGES_FILE = "mount|umount2|p?write(64)?|rename.*|link.*|unlink.*|mkdir.*";
    private static final String CHANGES_KERNEL = "sendto|unshare";
    /** RTM_GETLINK also where strace cannot tell what the socket is for, since it is of another namespace. */
    private static final String ASKS = ".*nlmsg_type=(RTM_GET|0x12).*";
    /** As in errno(3), what the kernel may answer, by the name of the call; those with a * need no file. */
    private static final Map<String, String> ERRORS = Map.ofEntries(
        Map.entry("sendto*", "ENOBUFS"), Map.entry("recvfrom*", "ENOBUFS"), Map.entry("unshare*", "ENOSPC"), Map.entry("setns*", "EPERM"),
        Map.entry("socket*", "EMFILE"), Map.entry("bind*", "ENOMEM"), Map.entry("setsockopt*", "ENOMEM"), Map.entry("bpf*", "EPERM"),
        Map.entry("ioctl*", "EIO"), Map.entry("mount", "EPERM"), Map.entry("umount2", "EBUSY"), Map.entry("open", "EMFILE"),
        Map.entry("openat", "EMFILE"), Map.entry("write", "ENOSPC"), Map.entry("pwrite64", "ENOSPC"), Map.entry("rename", "EROFS"),
        Map.entry("link", "EROFS"), Map.entry("unlink", "EROFS"), Map.entry("mkdir", "EROFS"), Map.entry("fsync", "EIO"));
    /** What the scene is not about: the port's IPv6, of which a failure is told in the log, and what a failed save leaves of the history. */
    private static final String ASIDE = ".*/ipv6-off.*|/proc/.*|.*/history.*";
    /** Nor by which means the program is told what to do and wakes its loop. */
    private static final String PLUMBING = ".*<(pipe:|anon_inode:).*";

    /** Those of a trace, in their order. */
    static List<Point> of(final List<Strace.Call> calls) {
        final Map<Path, List<Strace.Call>> byFile = new HashMap<>();
        final Set<String> seen = new HashSet<>();
        final List<Point> points = new ArrayList<>();
        for (final Strace.Call call : calls) {
            final Matcher matcher = FILE.matcher(call.text());
            final Optional<Path> file = matcher.find() ? Optional.of(Path.of(matcher.group("file"))) : Optional.empty();
            final List<Strace.Call> same = file.map(path -> byFile.computeIfAbsent(path, of -> Strace.of(of, calls))).orElse(calls);
            final Point point = new Point(same.stream().filter(other -> other.text().equals(call.text())).findFirst().orElseThrow(), file);
            if (seen.add(point.kind() + point.call().number())) {
                points.add(point);
            }
        }
        return points;
    }

    List<Path> files() {
        return file.stream().toList();
    }

    private String kind() {
        return call.name() + " " + file.map(Path::toString).orElse("");
    }

    /** Of those that are of the kernel, of the names of namespaces and of files the first and the last each, and of the others a part. */
    static List<Point> some(final List<Point> points, final int part) {
        final Map<String, List<Point>> kinds = points.stream().collect(Collectors.groupingBy(Point::place, LinkedHashMap::new, Collectors.toList()));
        return kinds.values().stream().flatMap(kind -> IntStream.range(0, kind.size())
            .filter(i -> i % part == 0 || i == kind.size() - 1).mapToObj(kind::get)).toList();
    }

    private String place() {
        return file.isEmpty() ? "kernel" : file.get().startsWith(NetworkNamespaces.DIRECTORY) ? "names" : "files";
    }

    /** Whether it changes anything; to be killed at another call is to be killed at the next one that does. */
    boolean changes() {
        return file.isPresent() ? call.name().matches(CHANGES_FILE) || call.text().contains("O_CREAT") || call.text().contains("O_TRUNC")
            : call.name().matches(CHANGES_KERNEL) && !call.text().matches(ASKS);
    }

    /** How it is made to fail; empty when it cannot. */
    Optional<String> failure() {
        final String error = ERRORS.getOrDefault(call.name() + "*", file.isPresent() ? ERRORS.get(call.name()) : null);
        return Optional.ofNullable(error).filter(text -> !isPlumbing()).filter(text -> file.filter(path -> path.toString().matches(ASIDE)).isEmpty()).map(call::fails);
    }

    /** What bpf(2) is given of programs and maps are descriptors too, and what it is not given reads as descriptor 0. */
    private boolean isPlumbing() {
        return !"bpf".equals(call.name()) && call.text().matches(PLUMBING);
    }

    @Override
    public String toString() {
        return call.number() + ". of its kind: " + call.text();
    }
}
