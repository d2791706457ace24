package io.switchd.host;

import io.switchd.testkit.Strace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@link LocalSwitch} in a process of its own, in the namespaces of the thread that starts it. */
final class SwitchProgram implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final Path log = Files.createTempFile(Path.of("/run"), "switch", ".log");

    SwitchProgram(final Scene scene) throws IOException {
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-Djna.nosys=true", "-cp", System.getProperty("java.class.path"),
            LocalSwitch.class.getName(), scene.name()).redirectError(log.toFile()).start();
        answers = process.inputReader();
        if (!"ready".equals(answers.readLine())) {
            throw new IOException(log());
        }
    }

    /** What it answers, null when it has ended. */
    String tell(final String word) throws IOException {
        process.outputWriter().append(word).append('\n').flush();
        return answers.readLine();
    }

    /** What it answered, and what strace saw meanwhile. */
    record Told(String answer, Strace.Trace trace) { }

    Told tell(final String word, final List<Path> files, final String names, final List<String> injections) throws IOException {
        final String[] answer = new String[1];
        final Strace.Trace trace = Strace.attach(process, files, names, injections, () -> {
            answer[0] = tell(word);
            return answer[0] != null;
        });
        return new Told(answer[0], trace);
    }

    /** With which code it has ended. */
    int exitCode() throws IOException {
        try {
            return process.waitFor();
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** What it has logged. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Kills it, if it is not dead yet. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        exitCode();
    }
}
