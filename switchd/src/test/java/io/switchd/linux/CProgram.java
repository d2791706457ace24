package io.switchd.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchd.testkit.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the C compiler what a number, a layout or a text really is. Without a compiler the test is skipped, and says so. */
public final class CProgram {

    private static final Path COMPILER = Path.of("/usr/bin/cc");

    private CProgram() {
    }

    /** What a program of these statements prints, line by line. */
    public static List<String> run(final List<String> headers, final List<String> statements) throws IOException {
        assumeTrue(Files.isExecutable(COMPILER), "skipped: no C compiler to ask");
        final Path directory = Files.createTempDirectory("switchd-c");
        final Path source = directory.resolve("program.c");
        final Path program = directory.resolve("program");
        try {
            final StringBuilder text = new StringBuilder("#define _GNU_SOURCE\n#include <stdio.h>\n#include <stddef.h>\n");
            headers.forEach(header -> text.append("#include <").append(header).append(">\n"));
            text.append("int main(void) {\n");
            statements.forEach(statement -> text.append(statement).append('\n'));
            Files.writeString(source, text.append("return 0;\n}\n"));
            Commands.run(COMPILER.toString(), "-o", program.toString(), source.toString()).ok();
            return Commands.run(program.toString()).ok().stdout().lines().toList();
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(program);
            Files.delete(directory);
        }
    }

    /** The values of constant expressions. */
    public static Map<String, Long> values(final List<String> headers, final Iterable<String> expressions) throws IOException {
        final Map<String, Long> values = new LinkedHashMap<>();
        expressions.forEach(expression -> values.put(expression, 0L));
        final List<String> lines = run(headers, values.keySet().stream()
            .map(expression -> "printf(\"%lld\\n\", (long long) (" + expression + "));").toList());
        int line = 0;
        for (final Map.Entry<String, Long> value : values.entrySet()) {
            value.setValue(Long.parseLong(lines.get(line++)));
        }
        return values;
    }
}
