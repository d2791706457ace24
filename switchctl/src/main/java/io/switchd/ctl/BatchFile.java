package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands from a file, one a line: words between white space, quoted with ' or ", nothing behind a #. */
final class BatchFile {

    private static final String STDIN = "-";

    private BatchFile() {
    }

    static void read(final String file, final Call call) throws Failure {
        final String[] lines = text(file).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                final List<String> words = words(lines[i]);
                if (!words.isEmpty()) {
                    CommandParser.add(words, call);
                }
            } catch (final Failure e) {
                throw new Failure(e.exitCode(), "line " + (i + 1) + " of " + name(file) + ": " + e.getMessage());
            }
        }
        LocalCommand.check(call);
    }

    private static String text(final String file) throws Failure {
        try {
            final byte[] bytes = file.equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw Failure.usage("cannot read commands from " + name(file) + ": " + e.getClass().getSimpleName());
        }
    }

    private static String name(final String file) {
        return file.equals(STDIN) ? "standard input" : Text.escape(file);
    }

    static List<String> words(final String line) throws Failure {
        final List<String> words = new ArrayList<>();
        final StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            final char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '#' && !inWord) {
                break;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw Failure.usage("a quote " + quote + " is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
