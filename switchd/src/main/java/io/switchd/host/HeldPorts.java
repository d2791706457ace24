package io.switchd.host;

import io.switchd.linux.hold.DescriptorKeeper;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.MemoryFile;
import io.switchd.linux.packet.HeldPort;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What outlives the daemon, so that a restart loses no frame: the sockets, map and filter of each port, by the index of its
 * device, and the memory of each loop. At first there is what a daemon before this one has left; a port that is opened takes what is
 * its own, and what nobody has taken in the end is closed.
 *
 * <p>Confined to the thread of the {@link LinuxHost}.
 */
public final class HeldPorts {

    private static final Logger LOG = System.getLogger(HeldPorts.class.getName());
    private static final String RING = "ring";
    private static final String QUEUE = "queue";
    private static final String MAP = "map";
    private static final String FILTER = "filter";
    private static final List<String> PARTS = List.of(RING, QUEUE, MAP, FILTER);

    private final DescriptorKeeper store;
    private final Map<String, Integer> left;
    private boolean isKept;

    public HeldPorts(final DescriptorKeeper store) {
        this.store = store;
        left = new HashMap<>(takeOver(store));
    }

    private static Map<String, Integer> takeOver(final DescriptorKeeper store) {
        try {
            return store.takeOver();
        } catch (final IOException e) {
            LOG.log(Level.WARNING, "what has arrived since the daemon before this one ended is lost: " + e.getMessage());
            return Map.of();
        }
    }

    /** A port's and its filter, all of which are the caller's to close. */
    record Left(HeldPort port, int filter) { }

    /** What was left of the port on a device, if all of it is there; of one of which only a part is that is of no use. */
    Optional<Left> take(final int device) {
        final List<String> names = PARTS.stream().map(part -> name(device, part)).collect(Collectors.toList());
        if (!left.keySet().containsAll(names)) {
            close(names);
            return Optional.empty();
        }
        return Optional.of(new Left(new HeldPort(take(device, RING), take(device, QUEUE), take(device, MAP)), take(device, FILTER)));
    }

    private int take(final int device, final String part) {
        return left.remove(name(device, part));
    }

    void hold(final int device, final HeldPort port, final int filter) {
        store.hold(name(device, RING), port.ring());
        store.hold(name(device, QUEUE), port.queue());
        store.hold(name(device, MAP), port.map());
        store.hold(name(device, FILTER), filter);
    }

    /** The daemon ends: what is closed from now on stays held if it is for restarts. */
    public void keep() {
        isKept = store.isForRestarts();
    }

    void forget(final int device) {
        if (isKept) {
            return;
        }
        PARTS.forEach(part -> store.forget(name(device, part)));
    }

    /** The memory of a loop: what a daemon before this one has left, or new. */
    public MemoryFile memoryOf(final int loop) throws LinuxException {
        final String name = "loop." + loop;
        final Integer held = left.remove(name);
        final MemoryFile memory = held == null ? MemoryFile.make("switchd-" + name) : MemoryFile.adopt(held);
        store.hold(name, memory.descriptor());
        return memory;
    }

    void settle() throws IOException {
        store.settle();
    }

    /** Lets go of what nobody has taken; returns its names. */
    Set<String> closeRest() {
        final Set<String> names = new TreeSet<>(left.keySet());
        close(names);
        return names;
    }

    private void close(final Collection<String> names) {
        for (final String name : names) {
            final Integer descriptor = left.remove(name);
            if (descriptor != null) {
                store.forget(name);
                LibC.close(descriptor);
            }
        }
    }

    private static String name(final int device, final String part) {
        return "port." + device + "." + part;
    }
}
