package io.switchd.testkit;

/** How a program ended and what it printed. */
public record Result(String command, int exitCode, String stdout, String stderr) {

    /** Demands exit code 0 and nothing on stderr that could be an error. */
    public Result ok() {
        return exits(0);
    }

    public Result exits(final int expected) {
        if (exitCode != expected) {
            throw new AssertionError(this + "\nexpected exit code " + expected);
        }
        return this;
    }

    /** Demands that it was refused with a sentence that has all the words. */
    public Result says(final String... words) {
        for (final String word : words) {
            if (!stderr.contains(word)) {
                throw new AssertionError(this + "\nexpected on stderr: " + word);
            }
        }
        if (stderr.strip().contains("\n")) {
            throw new AssertionError(this + "\nexpected one line on stderr");
        }
        return this;
    }

    @Override
    public String toString() {
        return "$ " + command + "\nexit code " + exitCode + "\nstdout:\n" + stdout + "\nstderr:\n" + stderr;
    }
}
