package io.switchd.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A shell that stays open inside a {@link Lab}, for many short commands of which the time counts. */
public final class Shell implements AutoCloseable {

    private static final String END = "--end--";

    private final Process process;
    private final Writer commands;
    private final BufferedReader output;

    Shell(final Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs a line, demands that it ends well, and returns what it printed. */
    public String run(final String line) {
        try {
            commands.write("{ " + line + "; } 2>&1; echo \"" + END + " $?\"\n");
            commands.flush();
            final StringBuilder printed = new StringBuilder();
            String next = output.readLine();
            while (next != null && !next.startsWith(END)) {
                printed.append(next).append('\n');
                next = output.readLine();
            }
            if (!(END + " 0").equals(next)) {
                throw new AssertionError("$ " + line + "\n" + printed + next);
            }
            return printed.toString();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
