package io.switchd.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.LogLines;
import io.switchd.testkit.SystemdStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd is told, beat by beat, and by the thread that beats. */
class SupervisionTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration WATCHDOG = Duration.ofSeconds(5);

    private final AtomicBoolean works = new AtomicBoolean(true);
    private SystemdStandIn systemd;
    private Map<String, String> environment;

    @BeforeEach
    void open(@TempDir final Path directory) {
        final Path path = directory.resolve("notify");
        systemd = new SystemdStandIn(path);
        environment = Map.of("NOTIFY_SOCKET", path.toString());
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    private Supervision supervision(final Duration watchdog) {
        return new Supervision(Notifier.of(environment), watchdog, SupervisionTest::fail);
    }

    private static void fail(final Throwable cause) {
        throw new AssertionError(cause);
    }

    private void hears(final String... messages) {
        Await.until(messages.length + " messages come; there were " + systemd.messages(), SOON, () -> systemd.messages().size() >= messages.length);
        assertEquals(List.of(messages), systemd.messages().stream().map(message -> String.join(" ", message.lines())).toList());
    }

    @Test
    void aServiceThatStartsAsksForMoreTimeThenIsReadyThenLivesThenEnds() {
        final Supervision supervision = supervision(WATCHDOG);
        assertEquals(Duration.ofMillis(2_500), supervision.beat());
        supervision.ready(works::get, () -> "1 of 2 ports up");
        assertEquals(Duration.ofMillis(2_500), supervision.beat());
        supervision.stopping();
        supervision.beat();
        supervision.stopping();
        hears("EXTEND_TIMEOUT_USEC=30000000 STATUS=starting", "READY=1 STATUS=1 of 2 ports up", "WATCHDOG=1 STATUS=1 of 2 ports up", "STOPPING=1");
    }

    @Test
    void aServiceThatDoesNotWorkGivesNoSignOfLifeAndIsAskedAgainSooner() {
        final Supervision supervision = supervision(WATCHDOG);
        supervision.ready(works::get, () -> "fine");
        works.set(false);
        assertEquals(Duration.ofMillis(500), supervision.beat());
        works.set(true);
        assertEquals(Duration.ofMillis(2_500), supervision.beat());
        hears("READY=1 STATUS=fine", "STATUS=does not forward: a forwarding loop stands still", "WATCHDOG=1 STATUS=fine");
    }

    @Test
    void withoutAWatchdogTheStatusIsToldAllTheSame() {
        final Supervision supervision = supervision(Duration.ZERO);
        supervision.ready(works::get, () -> "fine");
        assertEquals(Duration.ofSeconds(10), supervision.beat());
        hears("READY=1 STATUS=fine", "STATUS=fine");
    }

    @Test
    void aStartIsNotExtendedForEver() {
        final Supervision supervision = supervision(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            supervision.beat();
        }
        supervision.stopping();
        systemd.await("STOPPING=1", SOON);
        assertEquals(Supervision.LONGEST_START.toSeconds() / 10, systemd.count("EXTEND_TIMEOUT_USEC=30000000"));
    }

    @Test
    void aServiceThatWasToldToEndWhileItStartedIsNotReadyAnyMore() {
        final Supervision supervision = supervision(WATCHDOG);
        supervision.stopping();
        supervision.ready(works::get, () -> "fine");
        supervision.beat();
        hears("STOPPING=1");
    }

    @Test
    void theThreadBeatsAtHalfTheTimeAndEndsWithTheService() {
        final Map<String, String> watched = Map.of("NOTIFY_SOCKET", environment.get("NOTIFY_SOCKET"), "WATCHDOG_USEC", "20000");
        final Supervision supervision = Supervision.begin(Notifier.of(watched), watched, ProcessHandle.current().pid(), SupervisionTest::fail);
        supervision.ready(works::get, () -> "fine");
        Await.until("signs of life come", SOON, () -> systemd.count("WATCHDOG=1") >= 5);
        supervision.stopping();
        systemd.await("STOPPING=1", SOON);
        assertTrue(systemd.messages().get(systemd.messages().size() - 1).has("STOPPING=1"), systemd.messages().toString());
    }

    @Test
    void onlyTheProcessThatIsWatchedGivesSignsOfLife() {
        assertEquals(Duration.ZERO, Supervision.watchdog(Map.of(), 7));
        assertEquals(Duration.ofSeconds(5), Supervision.watchdog(Map.of("WATCHDOG_USEC", "5000000"), 7));
        assertEquals(Duration.ofSeconds(5), Supervision.watchdog(Map.of("WATCHDOG_USEC", "5000000", "WATCHDOG_PID", "7"), 7));
        assertEquals(Duration.ZERO, Supervision.watchdog(Map.of("WATCHDOG_USEC", "5000000", "WATCHDOG_PID", "8"), 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "5s", "99999999999999999999"})
    void aTimeThatIsNoneIsAWarningAndNoSignsOfLife(final String micros) {
        try (LogLines log = LogLines.of(Supervision.class)) {
            assertEquals(Duration.ZERO, Supervision.watchdog(Map.of("WATCHDOG_USEC", micros), 7));
            assertEquals(List.of("WARNING systemd gets no signs of life, for WATCHDOG_USEC '" + micros + "' is not a number of microseconds"), log.lines());
        }
    }

    @Test
    void nobodyListensAndNothingIsSaid() {
        try (LogLines log = LogLines.of(Notifier.class)) {
            for (final Map<String, String> nobody : List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", ""))) {
                final Notifier notifier = Notifier.of(nobody);
                assertFalse(notifier.isHeard());
                notifier.ready("fine");
            }
            assertEquals(List.of(), log.lines());
        }
    }

    @Test
    void aSocketThatCannotBeUsedIsOneWarning() {
        try (LogLines log = LogLines.of(Notifier.class)) {
            assertFalse(Notifier.of(Map.of("NOTIFY_SOCKET", "vsock:2:1")).isHeard());
            final Notifier notifier = Notifier.of(Map.of("NOTIFY_SOCKET", environment.get("NOTIFY_SOCKET") + "/nowhere"));
            notifier.ready("fine");
            notifier.stopping();
            assertEquals(List.of("WARNING systemd is told nothing, for NOTIFY_SOCKET cannot be used: 'vsock:2:1' is neither an absolute path nor '@' and a name",
                "WARNING systemd was not told READY=1 STATUS=fine: sendmmsg: Not a directory"), log.lines());
        }
    }
}
