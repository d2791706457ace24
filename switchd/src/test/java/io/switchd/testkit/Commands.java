package io.switchd.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs, with a deadline. */
public final class Commands {

    private static final int DEADLINE_SECONDS = 60;

    private Commands() {
    }

    public static Result run(final String... command) {
        return run(Map.of(), "", List.of(command));
    }

    public static Result run(final Map<String, String> environment, final String stdin, final List<String> command) {
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            final Process process = builder.start();
            final CompletableFuture<String> stdout = read(process.getInputStream());
            final CompletableFuture<String> stderr = read(process.getErrorStream());
            process.getOutputStream().write(stdin.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not ended within " + DEADLINE_SECONDS + " seconds: " + String.join(" ", command));
            }
            return new Result(String.join(" ", command), process.exitValue(), stdout.join(), stderr.join());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static CompletableFuture<String> read(final InputStream stream) {
        final CompletableFuture<String> text = new CompletableFuture<>();
        final Thread reader = new Thread(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (final IOException e) {
                text.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return text;
    }
}
