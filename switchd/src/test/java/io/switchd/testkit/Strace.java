package io.switchd.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a Java program under strace, or attaches it to one that runs. It notes the system calls that name or have open
 * one of some files, and can make one of them fail, or kill the program when it is about to make it.
 */
public final class Strace {

    /** The names of all calls that take a path or a descriptor. */
    public static final String ALL = "%file,%desc";

    private static final Pattern LINE = Pattern.compile("(?<thread>\\d+) +(?<name>\\w+)\\(.*");
    private static final int KILLED = 128 + 9;
    private static final int DEADLINE_SECONDS = 20;

    private Strace() {
    }

    /** A system call, the number-th of its name of its thread, and how strace prints it. */
    public record Call(String name, int number, String text) {

        public String thread() {
            return text.substring(0, text.indexOf(' '));
        }

        /** Whether it names a file or has it open. */
        public boolean isOf(final Path file) {
            return text.contains('"' + file.toString() + '"') || text.contains('<' + file.toString() + '>');
        }

        /** @param error as in errno(3) */
        public String fails(final String error) {
            return "inject=" + name + ":error=" + error + ":when=" + number;
        }

        /** The call is not made any more. */
        public String kills() {
            return "inject=" + name + ":signal=KILL:when=" + number;
        }
    }

    /** The calls that were begun, in their order, and what became of the program. */
    public record Run(Result result, List<Call> calls, int failed) {

        public boolean isKilled() {
            return result.exitCode() == KILLED;
        }
    }

    /** Why it cannot be used on this machine; empty when it can. */
    public static Optional<String> whyNot() {
        try {
            final Result result = Commands.run("strace", "-qq", "-o", "/dev/null", "true");
            return result.exitCode() == 0 ? Optional.empty() : Optional.of("strace may not trace here (" + result.stderr().strip().replace('\n', ' ') + ")");
        } catch (final UncheckedIOException e) {
            return Optional.of("strace cannot be run, apt-get install strace (" + e.getMessage() + ")");
        }
    }

    /**
     * @param names of the calls to note, as in -e trace=; few of them make it fast
     * @param injections from {@link Call#fails} and {@link Call#kills} of an earlier run; of each name one
     */
    public static Run run(final List<Path> files, final String names, final List<String> injections, final Class<?> program, final String... arguments) throws IOException {
        final Path trace = Files.createTempFile("strace", ".txt");
        try {
            final List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-y", "-o", trace.toString(), "-e", "trace=" + names));
            // At a stop for seccomp the kernel ignores a signal, so that who kills has to stop at all calls, for twice the time.
            if (injections.stream().noneMatch(injection -> injection.contains(":signal="))) {
                command.add("--seccomp-bpf");
            }
            files.forEach(file -> command.addAll(List.of("-P", file.toString())));
            injections.forEach(injection -> command.addAll(List.of("-e", injection)));
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "-cp", System.getProperty("java.class.path"), program.getName()));
            command.addAll(List.of(arguments));
            final Result result = Commands.run(command.toArray(String[]::new));
            final List<String> lines = Files.readAllLines(trace);
            return new Run(result, calls(lines), failed(lines));
        } finally {
            Files.delete(trace);
        }
    }

    /** Something that is asked of a program while strace is attached to it; returns whether the program lives on. */
    @FunctionalInterface
    public interface Action {
        boolean run() throws IOException;
    }

    /** The calls that were begun, in their order, and how many were made to fail. */
    public record Trace(List<Call> calls, int failed) { }

    /**
     * Attaches to a program for as long as an action takes, which is faster than to run it under strace from its start.
     *
     * @param files none for all calls
     * @param names of the calls to note, as in -e trace=
     */
    public static Trace attach(final Process program, final List<Path> files, final String names, final List<String> injections, final Action action) throws IOException {
        final Path trace = Files.createTempFile("strace", ".txt");
        try {
            final List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-p", Long.toString(program.pid()), "-o", trace.toString(), "-e", "trace=" + names));
            files.forEach(file -> command.addAll(List.of("-P", file.toString())));
            injections.forEach(injection -> command.addAll(List.of("-e", injection)));
            final Process strace = new ProcessBuilder(command).start();
            try (BufferedReader messages = strace.errorReader()) {
                awaitAttached(messages);
                // It ends with the program; told to end meanwhile it would wait for ever for what it has buried already.
                if (action.run()) {
                    strace.toHandle().destroy();
                }
                if (!strace.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("strace has not ended within " + DEADLINE_SECONDS + " seconds");
                }
            } catch (final InterruptedException e) {
                throw new InterruptedIOException("interrupted while strace ended");
            } finally {
                strace.destroyForcibly();
            }
            final List<String> lines = Files.readAllLines(trace);
            return new Trace(calls(lines), failed(lines));
        } finally {
            Files.delete(trace);
        }
    }

    private static void awaitAttached(final BufferedReader messages) throws IOException {
        String line = messages.readLine();
        while (line != null && !line.matches(".* attached( with \\d+ threads)?")) {
            line = messages.readLine();
        }
        if (line == null) {
            throw new IOException("strace did not attach");
        }
    }

    /** Those of a list that are of a file, numbered as if no others had been noted. */
    public static List<Call> of(final Path file, final List<Call> calls) {
        return calls(calls.stream().filter(call -> call.isOf(file)).map(Call::text).toList());
    }

    private static int failed(final List<String> lines) {
        return (int) lines.stream().filter(line -> line.endsWith("(INJECTED)")).count();
    }

    private static List<Call> calls(final List<String> lines) {
        final List<Call> calls = new ArrayList<>();
        final Map<String, Integer> numbers = new HashMap<>();
        for (final String line : lines) {
            final Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                final String name = matcher.group("name");
                calls.add(new Call(name, numbers.merge(matcher.group("thread") + " " + name, 1, Integer::sum), line));
            }
        }
        return calls;
    }
}
