package io.switchd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A private machine network to test in: a network and a mount namespace of its own, with an empty /run, held by a
 * sleeping process. Everything started in it, and the namespaces themselves, are gone when it is closed; the machine's
 * own network is neither seen nor touched.
 */
public final class Lab implements AutoCloseable {

    private final Process holder;
    private final Path directory;
    private final List<Process> started = new ArrayList<>();

    public Lab() {
        try {
            directory = Files.createTempDirectory("switchd-lab");
            holder = new ProcessBuilder("unshare", "--net", "--mount", "--propagation", "private", "sleep", "infinity").start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("the lab's namespaces exist", Duration.ofSeconds(5), this::isUnshared);
        run("mount", "-t", "tmpfs", "lab", "/run").ok();
        run("ip", "link", "set", "lo", "up").ok();
    }

    private boolean isUnshared() {
        try {
            final Path process = Path.of("/proc", Long.toString(holder.pid()));
            return !Files.readSymbolicLink(process.resolve("ns/net")).equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")))
                && Files.readString(process.resolve("comm")).startsWith("sleep");
        } catch (final IOException e) {
            return false;
        }
    }

    /** For files of the test; removed with the lab. */
    public Path directory() {
        return directory;
    }

    /** Where the lab's named namespaces are, as seen from outside. */
    public Path namespaces() {
        return Path.of("/proc", Long.toString(holder.pid()), "root/run/netns");
    }

    public Result run(final String... command) {
        return run(Map.of(), "", command);
    }

    public Result run(final Map<String, String> environment, final String stdin, final String... command) {
        return Commands.run(environment, stdin, inside(command));
    }

    /** Runs a program in a named namespace of the lab. */
    public Result in(final String netns, final String... command) {
        final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", netns));
        words.addAll(List.of(command));
        return run(words.toArray(String[]::new));
    }

    /** Starts a program that runs until the lab is closed; its output goes to a file. */
    public Process start(final Path output, final String... command) {
        return start(Map.of(), output, command);
    }

    public Process start(final Map<String, String> environment, final Path output, final String... command) {
        final ProcessBuilder builder = new ProcessBuilder(inside(command)).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            final Process process = builder.start();
            started.add(process);
            return process;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a shell that runs until it, or the lab, is closed. */
    public Shell shell() {
        try {
            final Process process = new ProcessBuilder(inside("sh")).start();
            started.add(process);
            return new Shell(process);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command line that has a command run here. */
    List<String> inside(final String... command) {
        final List<String> words = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-n", "-m", "--", "env", "--default-signal=INT"));
        words.addAll(List.of(command));
        return words;
    }

    @Override
    public void close() {
        for (final Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        holder.destroyForcibly();
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
