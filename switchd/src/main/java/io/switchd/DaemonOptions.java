package io.switchd;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;

/**
 * How the daemon was told to run.
 *
 * @param stateDirectory empty with --no-state
 */
record DaemonOptions(Path runDirectory, Optional<Path> stateDirectory, Level logLevel, Action action) {

    static final String USAGE = "usage: switchd [--run-dir DIR] [--state-dir DIR] [--log-level L] [--metrics ADDR:PORT] [--no-state] [--version] [--help]\n"
        + "  --run-dir DIR        the control socket's directory, /run/switchd unless given\n"
        + "  --state-dir DIR      where the configuration is kept, /var/lib/switchd unless given\n"
        + "  --log-level L        error, warning, info or debug; info unless given\n"
        + "  --metrics ADDR:PORT  not available in this version\n"
        + "  --no-state           keep no configuration, and remove at the end what was made for it\n"
        + "  --version            print the version\n"
        + "  --help               print this\n"
        + "Runs in the foreground and logs to stderr; SIGTERM and SIGINT end it.\n";

    /** What to do. */
    enum Action { RUN, PRINT_VERSION, PRINT_USAGE }

    /** Options that cannot be understood. */
    static final class UsageException extends Exception {

        private static final long serialVersionUID = 1;

        UsageException(final String message) {
            super(message);
        }
    }

    static DaemonOptions parse(final List<String> args) throws UsageException {
        Path runDirectory = Path.of("/run/switchd");
        Path stateDirectory = Path.of("/var/lib/switchd");
        boolean state = true;
        Level level = Level.INFO;
        Action action = Action.RUN;
        for (int i = 0; i < args.size(); i++) {
            final String arg = args.get(i);
            final int equals = arg.indexOf('=');
            final String name = equals < 0 ? arg : arg.substring(0, equals);
            switch (name) {
                case "--no-state":
                    state = false;
                    break;
                case "--version":
                    action = Action.PRINT_VERSION;
                    break;
                case "--help":
                    action = Action.PRINT_USAGE;
                    break;
                case "--run-dir":
                case "--state-dir":
                case "--log-level":
                case "--metrics":
                    if (equals < 0 && ++i == args.size()) {
                        throw new UsageException("option '" + name + "' needs a value; use --help for help");
                    }
                    final String value = equals < 0 ? args.get(i) : arg.substring(equals + 1);
                    runDirectory = name.equals("--run-dir") ? directory(name, value) : runDirectory;
                    stateDirectory = name.equals("--state-dir") ? directory(name, value) : stateDirectory;
                    level = name.equals("--log-level") ? level(value) : level;
                    if (name.equals("--metrics")) {
                        throw new UsageException("--metrics is not available in this version");
                    }
                    break;
                default:
                    throw new UsageException("unknown option '" + arg + "'; use --help for help");
            }
        }
        return new DaemonOptions(runDirectory, state ? Optional.of(stateDirectory) : Optional.empty(), level, action);
    }

    private static Path directory(final String option, final String value) throws UsageException {
        if (value.isEmpty()) {
            throw new UsageException("option '" + option + "' needs a directory");
        }
        return Path.of(value).toAbsolutePath();
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
