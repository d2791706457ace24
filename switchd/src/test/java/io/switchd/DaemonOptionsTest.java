package io.switchd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
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
        assertEquals(new DaemonOptions(Path.of("/run/switchd"), Optional.of(Path.of("/var/lib/switchd")), 1, 1_024, 50_000, Level.INFO, Optional.empty(),
            Optional.empty(), DaemonOptions.Action.RUN),
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
        assertEquals(new DaemonOptions(Path.of("/a"), Optional.of(Path.of("/b")), 16, 65_536, 0, Level.FINE, Optional.empty(),
            Optional.empty(), DaemonOptions.Action.RUN), options);
        assertEquals(Optional.empty(), DaemonOptions.parse(List.of("--no-state"), 2).stateDirectory());
        assertEquals(Optional.of("switchd-view"), DaemonOptions.parse(List.of("--view-group", "switchd-view"), 2).viewGroup());
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
    }

    @Test
    void metricsAreServedAtAnAddressInNumbersOrAUnixSocket() throws Exception {
        assertEquals(new InetSocketAddress("127.0.0.1", 9_477), metricsAt("127.0.0.1:9477"));
        assertEquals(new InetSocketAddress("0.0.0.0", 1), metricsAt("0.0.0.0:1"));
        assertEquals(new InetSocketAddress("::1", 65_535), metricsAt("[::1]:65535"));
        assertEquals(UnixDomainSocketAddress.of("/run/m.sock"), metricsAt("unix:/run/m.sock"));
        for (final String address : List.of("9477", ":9477", "localhost:9477", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:09477",
            "127.0.0.256:9477", "::1:9477", "[::1]", "[127.0.0.1]:9477", "[fe80::1%lo]:9477", "unix:", "unix:m.sock", "/run/m.sock", "http://127.0.0.1:9477", "")) {
            refused("address for metrics '" + address + "' is none of IPV4:PORT, [IPV6]:PORT and unix:/PATH, such as 127.0.0.1:9477", "--metrics", address);
        }
    }

    private static SocketAddress metricsAt(final String text) throws Exception {
        return DaemonOptions.parse(List.of("--metrics", text), 2).metrics().orElseThrow().address();
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
