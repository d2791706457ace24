package io.switchd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real daemon, started by its launcher in a {@link Lab}, and the real client to talk to it. */
public final class Daemon implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final Lab lab;
    private final Path directory;
    private final Path log;
    private Process process;

    public Daemon(final Lab lab, final String... options) {
        this.lab = lab;
        directory = lab.directory().resolve("daemon");
        log = lab.directory().resolve("daemon.log");
        start(options);
    }

    public void start(final String... options) {
        startWith(Map.of(), options);
    }

    public void startWith(final Map<String, String> environment, final String... options) {
        process = launch(environment, log, options);
        Await.until("the daemon is ready; its log:\n" + log(), START, () -> !process.isAlive() || log().contains("is ready at"));
        if (!process.isAlive()) {
            throw new AssertionError("the daemon did not start:\n" + log());
        }
    }

    /** Starts a daemon on the same directories without waiting for it. */
    public Process launch(final Path output, final String... options) {
        return launch(Map.of(), output, options);
    }

    private Process launch(final Map<String, String> environment, final Path output, final String... options) {
        final List<String> command = new ArrayList<>(List.of(program("switchd"), "--run-dir", directory.resolve("run").toString(),
            "--state-dir", directory.resolve("state").toString()));
        command.addAll(List.of(options));
        return lab.start(environment, output, command.toArray(String[]::new));
    }

    /** A launcher of the checkout the tests run in. */
    public static String program(final String name) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("bin").resolve(name))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new AssertionError("no bin/" + name + " above " + Path.of("").toAbsolutePath());
            }
        }
        return directory.resolve("bin").resolve(name).toString();
    }

    public Path socket() {
        return directory.resolve("run/switchd.sock");
    }

    public Path stateDirectory() {
        return directory.resolve("state");
    }

    /** Takes away all that a daemon that has ended stored: the next starts with nothing. */
    public void forget() {
        try (Stream<Path> files = Files.walk(stateDirectory())) {
            for (final Path file : files.filter(file -> file.getFileName().toString().contains(".json")).toList()) {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result switchctl(final String... args) {
        return switchctlReading("", args);
    }

    public Result switchctlReading(final String stdin, final String... args) {
        final List<String> command = new ArrayList<>(List.of(program("switchctl")));
        command.addAll(List.of(args));
        return lab.run(Map.of("SWITCHD_SOCKET", socket().toString()), stdin, command.toArray(String[]::new));
    }

    /** Waits until the daemon ends by itself, and returns its exit code. */
    public int waitForEnd() {
        return waitFor(process);
    }

    /** Ends the daemon with a signal and returns its exit code. */
    public int stop(final String signal) {
        Commands.run("kill", "-" + signal, Long.toString(pid())).ok();
        return waitFor(process);
    }

    public static int waitFor(final Process process) {
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " did not end");
            }
            return process.exitValue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends the daemon, and demands that it ended well and neither it nor the JVM had anything to complain of. */
    @Override
    public void close() {
        if (process.isAlive()) {
            final int exitCode = stop("TERM");
            if (exitCode != 0) {
                throw new AssertionError("the daemon ended with exit code " + exitCode + ":\n" + log());
            }
        }
        final String text = log();
        if (text.contains("WARNING: ") || text.contains("LEAK:") || text.contains("Exception") || text.contains(" SEVERE ")) {
            throw new AssertionError("the daemon's log has what it must not have:\n" + text);
        }
    }
}
