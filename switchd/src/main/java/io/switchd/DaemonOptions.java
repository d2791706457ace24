package io.switchd;

import io.switchd.engine.BusyPolling;
import io.switchd.http.ListenAddress;
import io.switchd.linux.packet.PacketBuffers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/**
 * How the daemon was told to run.
 *
 * @param stateDirectory empty with --no-state
 * @param loops          how many there are to be
 * @param ringFrames     that a port holds
 * @param busyPollNanos  that a loop looks on for frames before it sleeps
 * @param metrics        where they are served, if at all
 * @param viewGroup      whose members may look at the switch by a socket of their own
 */
record DaemonOptions(Path runDirectory, Optional<Path> stateDirectory, int loops, int ringFrames, long busyPollNanos, Level logLevel,
                     Optional<ListenAddress> metrics, Optional<String> viewGroup, Action action) {

    static final String USAGE = "usage: switchd [--run-dir DIR] [--state-dir DIR] [--loops N] [--rx-ring FRAMES] [--busy-poll MICROSECONDS]\n"
        + "               [--log-level L] [--metrics ADDR:PORT|unix:PATH] [--view-group GROUP] [--no-state] [--version]\n"
        + "               [--help]\n"
        + "  --run-dir DIR              the control socket's directory, /run/switchd unless given\n"
        + "  --state-dir DIR            where the configuration is kept, /var/lib/switchd unless given\n"
        + "  --loops N                  forwarding loops, 1 to 16, over which the bridges are spread; 1 unless given\n"
        + "  --rx-ring FRAMES           frames that each port holds while its loop is busy, 128 to 65536, 1600 bytes each; 1024 unless given\n"
        + "  --busy-poll MICROSECONDS   how long a loop looks on for frames before it sleeps, where that pays, 0 to 1000;\n"
        + "                             50 unless given, and 0 when there are not more processors than loops\n"
        + "  --log-level L              error, warning, info or debug; info unless given\n"
        + "  --metrics ADDR:PORT        serve metrics for Prometheus by HTTP there, such as 127.0.0.1:9477, [::1]:9477 or unix:/run/metrics.sock;\n"
        + "                             none unless given\n"
        + "  --view-group GROUP         a group, by its name or number, whose members may look, at RUN-DIR/view.sock: commands that change\n"
        + "                             nothing, and no others; nobody unless given\n"
        + "  --no-state                 keep no configuration, and remove at the end what was made for it\n"
        + "  --version                  print the version\n"
        + "  --help                     print this\n"
        + "Runs in the foreground and logs to stderr; SIGTERM and SIGINT end it.\n";

    private static final Set<String> WITH_VALUE =
        Set.of("--run-dir", "--state-dir", "--loops", "--rx-ring", "--busy-poll", "--log-level", "--metrics", "--view-group");
    private static final Set<String> ALONE = Set.of("--no-state", "--version", "--help");
    private static final int MAX_LOOPS = 16;
    private static final int MAX_BUSY_POLL_MICROS = 1_000;

    /** What to do. */
    enum Action { RUN, PRINT_VERSION, PRINT_USAGE }

    /** Options that cannot be understood. */
    static final class UsageException extends Exception {

        private static final long serialVersionUID = 1;

        UsageException(final String message) {
            super(message);
        }
    }

    /** @param processors of the machine */
    static DaemonOptions parse(final List<String> args, final int processors) throws UsageException {
        final Map<String, String> given = read(args);
        final Path state = directory("--state-dir", given.getOrDefault("--state-dir", "/var/lib/switchd"));
        final int loops = number("number of loops", given.get("--loops"), 1, 1, MAX_LOOPS);
        final int busyPoll = number("time to poll", given.get("--busy-poll"), loops < processors ? BusyPolling.DEFAULT_MICROS : 0, 0, MAX_BUSY_POLL_MICROS);
        return new DaemonOptions(
            directory("--run-dir", given.getOrDefault("--run-dir", "/run/switchd")),
            given.containsKey("--no-state") ? Optional.empty() : Optional.of(state),
            loops,
            number("size of the ring", given.get("--rx-ring"), PacketBuffers.DEFAULT_RING_FRAMES, PacketBuffers.MIN_RING_FRAMES, PacketBuffers.MAX_RING_FRAMES),
            TimeUnit.MICROSECONDS.toNanos(busyPoll),
            level(given.getOrDefault("--log-level", "info")),
            metrics(given.get("--metrics")),
            viewGroup(given.get("--view-group")),
            given.containsKey("--help") ? Action.PRINT_USAGE : given.containsKey("--version") ? Action.PRINT_VERSION : Action.RUN);
    }

    private static Map<String, String> read(final List<String> args) throws UsageException {
        final Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            final String arg = args.get(i);
            final int equals = arg.indexOf('=');
            final String name = equals < 0 ? arg : arg.substring(0, equals);
            if (WITH_VALUE.contains(name)) {
                if (equals < 0 && ++i == args.size()) {
                    throw new UsageException("option '" + name + "' needs a value; use --help for help");
                }
                given.put(name, equals < 0 ? args.get(i) : arg.substring(equals + 1));
            } else if (ALONE.contains(arg)) {
                given.put(arg, "");
            } else {
                throw new UsageException("unknown option '" + arg + "'; use --help for help");
            }
        }
        return given;
    }

    private static Path directory(final String option, final String value) throws UsageException {
        if (value.isEmpty()) {
            throw new UsageException("option '" + option + "' needs a directory");
        }
        return Path.of(value).toAbsolutePath();
    }

    private static int number(final String what, final String value, final int unlessGiven, final int least, final int most) throws UsageException {
        if (value == null) {
            return unlessGiven;
        }
        final int number = value.matches("0|[1-9][0-9]{0,5}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw new UsageException(what + " '" + value + "' is not a number from " + least + " to " + most);
        }
        return number;
    }

    private static Optional<ListenAddress> metrics(final String value) throws UsageException {
        try {
            return Optional.ofNullable(value).map(ListenAddress::parse);
        } catch (final IllegalArgumentException e) {
            throw new UsageException("address for metrics " + e.getMessage());
        }
    }

    private static Optional<String> viewGroup(final String value) throws UsageException {
        if (value != null && value.isEmpty()) {
            throw new UsageException("option '--view-group' needs a group");
        }
        return Optional.ofNullable(value);
    }

    private static Level level(final String value) throws UsageException {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "error":
                return Level.SEVERE;
            case "warning":
                return Level.WARNING;
            case "info":
                return Level.INFO;
            case "debug":
                return Level.FINE;
            default:
                throw new UsageException("log level '" + value + "' is none of error, warning, info, debug");
        }
    }
}
