package io.switchd.compare.subject;

import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The programs a switch consists of, started in a lab, newest first, and ended by their numbers. */
final class Programs {

    private static final Duration START = Duration.ofSeconds(20);

    private final Lab lab;
    private final Map<String, String> environment;
    private final List<Process> processes = new ArrayList<>();

    Programs(final Lab lab, final Map<String, String> environment) {
        this.lab = lab;
        this.environment = environment;
    }

    /** Why a program cannot be run here; empty when it can. */
    static Optional<String> whyNot(final String program, final String debianPackage) {
        try {
            Commands.run(program, "--version");
            return Optional.empty();
        } catch (final RuntimeException e) {
            return Optional.of(program + " of " + debianPackage + " cannot be run: " + e.getMessage());
        }
    }

    /** Starts a program and waits until it is ready. */
    void start(final BooleanSupplier isReady, final String... command) throws IOException {
        final Path output = output(command[0]);
        final Process process = lab.start(environment, output, command);
        processes.add(0, process);
        Await.until(command[0] + " is ready", START, () -> !process.isAlive() || isReady.getAsBoolean());
        if (!process.isAlive()) {
            throw new IOException(command[0] + " did not start: " + Files.readString(output));
        }
    }

    Path output(final String program) {
        return lab.directory().resolve(Path.of(program).getFileName() + ".out");
    }

    List<Long> ids() {
        return processes.stream().map(Process::pid).toList();
    }

    void stop() {
        for (final Process process : processes) {
            process.destroy();
            Daemon.waitFor(process);
        }
    }
}
