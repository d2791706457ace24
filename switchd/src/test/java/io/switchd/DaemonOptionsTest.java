package io.switchd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class DaemonOptionsTest {

    private static void refused(final String sentence, final String... args) {
        assertEquals(sentence, assertThrows(DaemonOptions.UsageException.class, () -> DaemonOptions.parse(List.of(args), 2)).getMessage());
    }

    @Test
    void withoutOptionsEverythingHasItsDefault() throws Exception {
        assertEquals(new DaemonOptions(Path.of("/run/switchd"), Optional.of(Path.of("/var/lib/switchd")), 1, 4_096, 50_000, Level.INFO, DaemonOptions.Action.RUN),
            DaemonOptions.parse(List.of(), 2));
    }

    @Test
    void loopsThatHaveNoProcessorToThemselvesDoNotPollUnlessTold() throws Exception {
        assertEquals(0, DaemonOptions.parse(List.of(), 1).busyPollNanos());
        assertEquals(0, DaemonOptions.parse(List.of("--loops", "4"), 4).busyPollNanos());
        assertEquals(50_000, DaemonOptions.parse(List.of("--loops", "4"), 5).busyPollNanos());
        assertEquals(20_000, DaemonOptions.parse(List.of("--busy-poll", "20"), 1).busyPollNanos());
    }

    @Test
    void aValueStandsBehindItsOptionOrAnEqualsSign() throws Exception {
        final DaemonOptions options = DaemonOptions.parse(List.of("--run-dir", "/a", "--state-dir=/b", "--loops=16", "--rx-ring", "65536", "--busy-poll=0",
            "--log-level", "DEBUG"), 2);
        assertEquals(new DaemonOptions(Path.of("/a"), Optional.of(Path.of("/b")), 16, 65_536, 0, Level.FINE, DaemonOptions.Action.RUN), options);
        assertEquals(Optional.empty(), DaemonOptions.parse(List.of("--no-state"), 2).stateDirectory());
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedWithWhatIsAllowed() {
        for (final String loops : new String[] {"0", "x", "17", "-1", "01", "", "99999999999"}) {
            refused("number of loops '" + loops + "' is not a number from 1 to 16", "--loops", loops);
        }
        for (final String frames : new String[] {"127", "65537", "1k", ""}) {
            refused("size of the ring '" + frames + "' is not a number from 128 to 65536", "--rx-ring", frames);
        }
        for (final String micros : new String[] {"1001", "-1", "50us"}) {
            refused("time to poll '" + micros + "' is not a number from 0 to 1000", "--busy-poll", micros);
        }
        refused("log level 'loud' is none of error, warning, info, debug", "--log-level", "loud");
        refused("option '--run-dir' needs a directory", "--run-dir=");
        refused("option '--loops' needs a value; use --help for help", "--loops");
        refused("unknown option '--frob'; use --help for help", "--frob");
        refused("unknown option '--no-state=yes'; use --help for help", "--no-state=yes");
        refused("unknown option 'br0'; use --help for help", "br0");
        refused("--metrics is not available in this version", "--metrics", "127.0.0.1:9477");
    }

    @Test
    void theUsageNamesEveryOption() {
        for (final String option : List.of("--run-dir", "--state-dir", "--loops", "--rx-ring", "--busy-poll", "--log-level", "--metrics", "--no-state",
            "--version", "--help")) {
            assertTrue(DaemonOptions.USAGE.contains("\n  " + option), option);
            assertTrue(DaemonOptions.USAGE.contains("[" + option), option);
        }
    }
}
