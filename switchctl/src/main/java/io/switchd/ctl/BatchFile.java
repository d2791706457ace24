package io.switchd.ctl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands from a file, one a line: words between white space, quoted with ' or ", nothing behind a #. */
final class BatchFile {

    private BatchFile() {
    }

    static void read(final String file, final Call call) throws Failure {
        final InputFile input = new InputFile(file);
        final String[] lines = new String(input.read("commands from "), StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                final List<String> words = words(lines[i]);
                if (!words.isEmpty()) {
                    CommandParser.add(words, call);
                }
            } catch (final Failure e) {
                throw new Failure(e.exitCode(), "line " + (i + 1) + " of " + input.name() + ": " + e.getMessage());
            }
        }
        LocalCommand.check(call);
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
