package io.switchd.systemd;

import io.switchd.linux.libc.LinuxException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the service tells systemd, in the words of sd_notify(3). When nobody listens, which is when the environment has no
 * NOTIFY_SOCKET, nothing is said. A socket that cannot be used is one warning in the log, and the service goes on: what
 * becomes of a service that is not heard is for systemd to decide.
 *
 * <p>Safe from any thread.
 */
public final class Notifier {

    private static final Logger LOG = System.getLogger(Notifier.class.getName());
    private static final String SOCKET = "NOTIFY_SOCKET";

    private final Optional<NotifySocket> socket;
    private final AtomicBoolean warned = new AtomicBoolean();

    private Notifier(final Optional<NotifySocket> socket) {
        this.socket = socket;
    }

    /** @param environment of the process */
    public static Notifier of(final Map<String, String> environment) {
        final String name = environment.get(SOCKET);
        if (name == null || name.isEmpty()) {
            return new Notifier(Optional.empty());
        }
        try {
            return new Notifier(Optional.of(NotifySocket.open(name)));
        } catch (final LinuxException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "systemd is told nothing, for " + SOCKET + " cannot be used: " + e.getMessage());
            return new Notifier(Optional.empty());
        }
    }

    /** Whether there is somebody to tell. */
    public boolean isHeard() {
        return socket.isPresent();
    }

    void ready(final String status) {
        say("READY=1\n" + status(status));
    }

    /** The start goes on: systemd should not give it up before so much time has passed again. */
    void starting(final Duration more, final String status) {
        say("EXTEND_TIMEOUT_USEC=" + TimeUnit.MICROSECONDS.convert(more) + '\n' + status(status));
    }

    void alive(final String status) {
        say("WATCHDOG=1\n" + status(status));
    }

    void tell(final String status) {
        say(status(status));
    }

    void stopping() {
        say("STOPPING=1");
    }

    /**
     * Has a copy of a descriptor kept. FDPOLL=0: systemd would let a packet socket go as soon as its device goes down,
     * which is an error to poll(2).
     */
    void store(final String name, final int descriptor) {
        say("FDSTORE=1\nFDPOLL=0\nFDNAME=" + name, descriptor);
    }

    /** Has all copies that are kept under a name let go. */
    void remove(final String name) {
        say("FDSTOREREMOVE=1\nFDNAME=" + name);
    }

    private static String status(final String status) {
        return "STATUS=" + status;
    }

    private void say(final String text) {
        say(text, NotifySocket.NO_DESCRIPTOR);
    }

    private void say(final String text, final int descriptor) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            socket.get().send(text, descriptor);
        } catch (final LinuxException e) {
            final Level level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "systemd was not told " + text.replace('\n', ' ') + ": " + e.getMessage());
        }
    }
}
