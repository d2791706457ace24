package io.switchd.systemd;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The descriptors that systemd keeps for the service while it is started anew (FileDescriptorStoreMax=). What is put
 * there stays open however the process ends, and the next one finds it by its name.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>systemd hands over what it keeps as descriptors from 3 on, open for programs that the process might start; who
 *       opens the store closes them for those.
 *   <li>What nobody {@linkplain #take takes} is of a daemon that knew other things. It is closed, and systemd is told to
 *       let its copy go too, or it would come again at every start.
 *   <li>Nobody says whether systemd has kept what it was given: it refuses without a word when its store is full.
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class DescriptorStore {

    private static final Logger LOG = System.getLogger(DescriptorStore.class.getName());
    private static final int FIRST = 3;
    private static final int MAX_NAME_LENGTH = 255;
    /** As systemd has it for what came without a name. */
    private static final String UNNAMED = "unknown";
    private static final String COUNT = "LISTEN_FDS";
    private static final String PROCESS = "LISTEN_PID";
    private static final String NAMES = "LISTEN_FDNAMES";
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;

    private final Notifier notifier;
    private final List<Handed> handed;
    private final Set<String> taken = new HashSet<>();

    private record Handed(String name, int descriptor) { }

    private DescriptorStore(final Notifier notifier, final List<Handed> handed) {
        this.notifier = notifier;
        this.handed = handed;
    }

    /**
     * Takes over what the process was handed at its start.
     *
     * @param environment of the process
     * @param pid         its number; what was meant for another is left alone
     */
    public static DescriptorStore open(final Notifier notifier, final Map<String, String> environment, final long pid) {
        final List<Handed> handed = new ArrayList<>();
        if (Long.toString(pid).equals(environment.get(PROCESS))) {
            try {
                takeOver(handed, count(environment), environment.get(NAMES));
            } catch (final LinuxException | IllegalArgumentException e) {
                LOG.log(Level.WARNING, "not all that systemd has kept can be used: " + e.getMessage());
            }
        }
        return new DescriptorStore(notifier, handed);
    }

    private static int count(final Map<String, String> environment) {
        final String count = environment.getOrDefault(COUNT, "0");
        if (!count.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(COUNT + " '" + count + "' is not a number of descriptors");
        }
        return Integer.parseInt(count);
    }

    private static void takeOver(final List<Handed> handed, final int count, final String text) throws LinuxException {
        final List<String> names = text == null ? List.of() : Arrays.asList(text.split(":", -1));
        for (int i = 0; i < count; i++) {
            LinuxException.check("descriptor " + (FIRST + i) + " of " + count, LibC.fcntl(FIRST + i, F_SETFD, FD_CLOEXEC));
            handed.add(new Handed(names.size() == count ? names.get(i) : UNNAMED, FIRST + i));
        }
    }

    /** Of what was handed over and not yet taken. */
    public Set<String> names() {
        final Set<String> names = new LinkedHashSet<>();
        handed.forEach(each -> names.add(each.name()));
        return names;
    }

    /** A descriptor that was handed over under a name, which is the caller's from now on; each only once. */
    public OptionalInt take(final String name) {
        for (final Iterator<Handed> each = handed.iterator(); each.hasNext();) {
            final Handed next = each.next();
            if (next.name().equals(name)) {
                each.remove();
                taken.add(name);
                return OptionalInt.of(next.descriptor());
            }
        }
        return OptionalInt.empty();
    }

    /** Closes what was handed over and nobody has taken. */
    public void closeUnknown() {
        final Set<String> unknown = new LinkedHashSet<>();
        for (final Handed each : handed) {
            LibC.close(each.descriptor());
            unknown.add(each.name());
        }
        if (!unknown.isEmpty()) {
            LOG.log(Level.WARNING, "descriptors that systemd has kept are of no use any more, and are closed: " + String.join(", ", unknown));
        }
        handed.clear();
        unknown.removeAll(taken);
        unknown.forEach(notifier::remove);
    }

    /**
     * Has a copy of a descriptor kept for the next daemon.
     *
     * @param name of at most 255 printable ASCII letters without a colon
     */
    public void put(final String name, final int descriptor) {
        requireName(name);
        notifier.store(name, descriptor);
    }

    /** Has all that is kept under a name let go. */
    public void remove(final String name) {
        requireName(name);
        notifier.remove(name);
    }

    private static void requireName(final String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || !name.chars().allMatch(letter -> letter > ' ' - 1 && letter <= '~' && letter != ':')) {
            throw new IllegalArgumentException("'" + name + "' is not a name of 1 to " + MAX_NAME_LENGTH + " printable ASCII letters without a colon");
        }
    }
}
