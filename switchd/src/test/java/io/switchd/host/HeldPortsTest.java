package io.switchd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.hold.DescriptorKeeper;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.packet.HeldPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a daemon has left of the port on device 5, of which not all parts may be there. */
class HeldPortsTest {

    private static final int DEVICE = 5;

    private final Kept kept = new Kept();

    /** As systemd keeps them, by name. */
    private static final class Kept implements DescriptorKeeper {

        private final Map<String, Integer> names = new TreeMap<>();

        @Override
        public Map<String, Integer> takeOver() {
            return Map.copyOf(names);
        }

        @Override
        public void hold(final String name, final int descriptor) {
            names.put(name, descriptor);
        }

        @Override
        public void forget(final String name) {
            names.remove(name);
        }

        @Override
        public void settle() {
            // each is held at once
        }

        @Override
        public boolean isForRestarts() {
            return true;
        }

        @Override
        public void close() {
            // what is held is for the next
        }
    }

    private static int descriptor() {
        return LibC.eventfd(0, 0);
    }

    private static boolean isOpen(final int descriptor) {
        return Files.exists(Path.of("/proc/self/fd", Integer.toString(descriptor)));
    }

    @Test
    void aPortOfWhichAPartIsMissingIsHeldWholeWhenItIsOpenedAnew() {
        final int stale = descriptor();
        kept.hold("port.5.ring", stale);
        final HeldPorts held = new HeldPorts(kept);
        assertEquals(Optional.empty(), held.take(DEVICE));
        assertTrue(!isOpen(stale) && kept.names.isEmpty(), kept.names::toString);
        held.hold(DEVICE, new HeldPort(descriptor(), descriptor(), descriptor()), descriptor());
        held.closeRest();
        assertEquals(4, kept.names.size());
        final HeldPorts next = new HeldPorts(kept);
        assertEquals(Map.copyOf(kept.names).get("port.5.filter"), next.take(DEVICE).orElseThrow().filter());
        kept.names.values().forEach(LibC::close);
    }

    @Test
    void whatNobodyTakesIsClosedAndNotHeldAnyMore() {
        final int gone = descriptor();
        kept.hold("port.5.queue", gone);
        final HeldPorts held = new HeldPorts(kept);
        assertEquals("[port.5.queue]", held.closeRest().toString());
        assertTrue(!isOpen(gone) && kept.names.isEmpty(), kept.names::toString);
    }
}
