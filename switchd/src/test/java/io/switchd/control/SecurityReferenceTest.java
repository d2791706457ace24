package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/security.md to the limits and the command table. */
class SecurityReferenceTest {

    private static final Path PAGE = Path.of("../docs/security.md");

    private static List<Long> limits(final ControlLimits limits) {
        final ControlLimits.Crowd crowd = limits.crowd();
        return List.of((long) crowd.connections(), (long) crowd.rootConnections(), (long) crowd.userConnections(), (long) crowd.monitors(),
            (long) crowd.requestsPerSecond(), (long) crowd.requestsAtOnce(), (long) limits.inFlight(), (long) limits.requestBytes(), (long) crowd.requestBytes(), (long) limits.tokens(),
            (long) limits.depth(), (long) limits.commands(), (long) limits.answerBytes(), (long) crowd.unreadBytes(), limits.requestTime().toSeconds(),
            limits.idleTime().toSeconds(), limits.writeTime().toSeconds());
    }

    @Test
    void theLimitsAreThoseOfTheTable() throws IOException {
        final List<Long> all = new ArrayList<>();
        final List<Long> view = new ArrayList<>();
        for (final String line : Files.readAllLines(PAGE)) {
            final String[] cells = line.split(" *\\| *");
            if (cells.length == 5 && cells[2].matches("\\d+")) {
                all.add(Long.parseLong(cells[2]));
                view.add(Long.parseLong(cells[3]));
            }
        }
        assertEquals(limits(ControlLimits.DEFAULT), all);
        assertEquals(limits(ControlLimits.VIEW), view);
    }

    @Test
    void theCommandsThatChangeNothingAreNamed() throws IOException {
        final String row = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| of the group given by")).findFirst().orElseThrow();
        final String named = row.substring(row.indexOf("change nothing: ") + "change nothing: ".length());
        final List<String> reading = new ArrayList<>();
        CommandTable.all().stream().filter(CommandSpec::isReading).forEach(spec -> reading.add("`" + spec.words() + "`"));
        for (final String word : reading) {
            assertTrue(named.contains(word), word);
        }
        assertEquals(reading.size() + 1, named.split(", ").length, "those, and fdb page, which nobody types");
    }
}
