package io.switchd.ctl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.port.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/debugging.md to the client and the daemon. */
class DebuggingGuideTest {

    private static final Pattern COMMAND = Pattern.compile("(?:`|^\\$ )switchctl ([^`\n]+)", Pattern.MULTILINE);

    private static String guide() throws IOException {
        return Files.readString(Path.of("../docs/debugging.md"));
    }

    @Test
    void everyCommandOfItIsOne() throws IOException {
        final String[] commands = COMMAND.matcher(guide()).results().map(result -> result.group(1)).toArray(String[]::new);
        assertTrue(commands.length > 15, Integer.toString(commands.length));
        for (final String command : commands) {
            if (command.startsWith("netns exec ns")) {
                continue;
            }
            try {
                CommandLine.parse(command.split(" "), null);
            } catch (final Failure e) {
                throw new AssertionError(command + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void everyReasonForADropIsInIt() throws IOException {
        final String guide = guide();
        for (final DropReason reason : DropReason.values()) {
            assertTrue(guide.contains("`" + reason.label() + "`"), reason.label());
        }
    }
}
