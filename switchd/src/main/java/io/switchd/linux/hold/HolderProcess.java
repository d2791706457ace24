package io.switchd.linux.hold;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A {@link DescriptorKeeper} where there is no systemd: a process that has a copy of each descriptor and sleeps. It is
 * sleep(1), started with them; the next daemon takes them out of it (pidfd_getfd, Linux 5.6).
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>What a process has cannot be changed from outside. So whenever something is to be held or forgotten another is started with all of
 *       it, and then the one before is killed: there is always one.
 *   <li>If no daemon comes, nobody must hold the host's devices for ever. So it sleeps for a minute, and while the daemon
 *       lives another takes its place in time: when the daemon is gone everything is held for half a minute at least, and
 *       a minute at most.
 *   <li>A file in the run directory says which process it is, and when that was started, for another may have its number by
 *       now; and which descriptor is which.
 *   <li>It has a session of its own, so that what ends the daemon from a terminal does not end it.
 * </ul>
 *
 * <pre>
 * RUN-DIR/holder
 * process 4711 started 8015
 * 3 port.12.ring
 * 4 port.12.queue
 * </pre>
 *
 * <p>Safe from any thread.
 */
public final class HolderProcess implements DescriptorKeeper {

    private static final Logger LOG = System.getLogger(HolderProcess.class.getName());
    private static final int LEASE_SECONDS = 60;
    private static final int FIRST = 3;
    private static final int SIGKILL = 9;

    private final Path file;
    private final Map<String, Integer> held = new TreeMap<>();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "holder");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isChanged;
    /** Whether who holds now was started by this daemon; until then it is the one of the daemon before. */
    private boolean isOurs;
    private Optional<Holder> holder = Optional.empty();

    private record Holder(int pid, long started) { }

    /** @param runDirectory in which no other daemon has a holder */
    public HolderProcess(final Path runDirectory) {
        file = runDirectory.resolve("holder");
        renewal.scheduleWithFixedDelay(this::renew, LEASE_SECONDS / 2, LEASE_SECONDS / 2, TimeUnit.SECONDS);
    }

    @Override
    public synchronized Map<String, Integer> takeOver() throws IOException {
        if (Files.notExists(file)) {
            return Map.of();
        }
        final Map<String, Integer> numbers = new LinkedHashMap<>();
        final Holder left = read(numbers);
        final int pidfd = LibC.pidfd_open(left.pid());
        if (pidfd < 0 && LibC.errno() == Errno.ESRCH) {
            return Map.of();
        }
        LinuxException.check("pidfd_open(" + left.pid() + ")", pidfd);
        try {
            if (started(left.pid()) != left.started()) {
                return Map.of();
            }
            holder = Optional.of(left);
            isChanged = true;
            return take(pidfd, numbers);
        } finally {
            LibC.close(pidfd);
        }
    }

    /** @param numbers gets which descriptor of the holder is which */
    private Holder read(final Map<String, Integer> numbers) throws IOException {
        final List<String> lines = Files.readAllLines(file);
        try {
            for (final String line : lines.subList(1, lines.size())) {
                final String[] fields = line.split(" ");
                numbers.put(fields[1], Integer.parseInt(fields[0]));
            }
            final String[] first = lines.get(0).split(" ");
            return new Holder(Integer.parseInt(first[1]), Long.parseLong(first[3]));
        } catch (final RuntimeException e) {
            throw new IOException(file + " does not say which process holds what", e);
        }
    }

    private Map<String, Integer> take(final int pidfd, final Map<String, Integer> numbers) throws LinuxException {
        final Map<String, Integer> taken = new LinkedHashMap<>();
        try {
            for (final Map.Entry<String, Integer> entry : numbers.entrySet()) {
                final int descriptor = LibC.pidfd_getfd(pidfd, entry.getValue());
                LinuxException.check("pidfd_getfd", descriptor);
                taken.put(entry.getKey(), descriptor);
            }
        } catch (final LinuxException e) {
            taken.values().forEach(LibC::close);
            throw e;
        }
        held.putAll(taken);
        return taken;
    }

    @Override
    public synchronized void hold(final String name, final int descriptor) {
        final Integer before = held.put(name, descriptor);
        isChanged |= before == null || before != descriptor;
    }

    @Override
    public synchronized void forget(final String name) {
        isChanged |= held.remove(name) != null;
    }

    @Override
    public synchronized void settle() throws IOException {
        if (isChanged) {
            replace();
            isChanged = false;
        }
    }

    private synchronized void renew() {
        try {
            replace();
        } catch (final IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "were the daemon killed now, frames would be lost until the next one is there: " + e.getMessage());
        }
    }

    private void replace() throws IOException {
        final Optional<Holder> before = holder;
        if (held.isEmpty()) {
            Files.deleteIfExists(file);
            holder = Optional.empty();
        } else {
            final int pid = Spawn.start(List.of("sleep", Integer.toString(LEASE_SECONDS)), List.copyOf(held.values()), FIRST);
            final Holder fresh = new Holder(pid, started(pid));
            try {
                write(fresh);
            } catch (final IOException e) {
                end(fresh);
                throw e;
            }
            holder = Optional.of(fresh);
        }
        isOurs = true;
        before.ifPresent(HolderProcess::end);
    }

    private void write(final Holder now) throws IOException {
        final StringBuilder text = new StringBuilder("process " + now.pid() + " started " + now.started() + "\n");
        int number = FIRST;
        for (final String name : held.keySet()) {
            text.append(number++).append(' ').append(name).append('\n');
        }
        final Path fresh = file.resolveSibling("holder.new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void end(final Holder before) {
        if (started(before.pid()) == before.started()) {
            LibC.kill(before.pid(), SIGKILL);
        }
        LibC.waitpid(before.pid(), 0, 0);
    }

    /** When a process was started, in ticks since boot; -1 when there is none. See proc(5), field 22 of stat. */
    private static long started(final int pid) {
        try {
            final String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (final IOException e) {
            return -1;
        }
    }

    /** Whoever tells a daemon without systemd to end may mean it for good. */
    @Override
    public boolean isForRestarts() {
        return false;
    }

    /** A daemon that ends before it has held anything, since it could not start, leaves to the next one what the one before had left. */
    @Override
    public void close() {
        renewal.shutdownNow();
        synchronized (this) {
            if (!isOurs) {
                return;
            }
            held.clear();
            isChanged = true;
            try {
                settle();
            } catch (final IOException e) {
                LOG.log(Level.WARNING, "cannot remove " + file + ": " + e.getMessage());
            }
        }
    }
}
