package io.switchd.manage;

import io.switchd.config.JournalEntry;
import io.switchd.config.JournalEntry.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The steps that commands are made of. */
final class Steps {

    private Steps() {
    }

    /** An operation that may fail as the kernel wills. */
    @FunctionalInterface
    interface Operation {
        void run(Host host) throws IOException;
    }

    /** A step that neither makes nor takes away a thing, or only what goes with one that another step makes. */
    static Step of(final String description, final Operation make, final Operation undo) {
        return of(description, List.of(), make, undo);
    }

    static Step of(final String description, final List<JournalEntry> changes, final Operation make, final Operation undo) {
        return new Step() {
            @Override
            public String description() {
                return description;
            }

            @Override
            public List<JournalEntry> changes() {
                return changes;
            }

            @Override
            public void make(final Host host) throws IOException {
                make.run(host);
            }

            @Override
            public void undo(final Host host) throws IOException {
                undo.run(host);
            }
        };
    }

    static Step addNamespace(final String name) {
        return of("make namespace " + name, List.of(JournalEntry.namespace(Change.MAKE, name)),
            host -> host.addNamespace(name, OwnDevices.NAMESPACE_ALIAS), host -> host.deleteNamespace(name));
    }

    /** Deletes a device that is a remainder of switchd's own; whether it comes back makes no difference. */
    static Step deleteLeftOver(final Device device) {
        return of("remove device " + device.name() + ", which was left over", List.of(JournalEntry.device(Change.REMOVE, device.name())),
            host -> deleteOwn(host, device.name(), device.alias()), host -> { });
    }

    static Step addVeth(final Host.VethSpec spec) {
        final String where = spec.netns().map(netns -> " in namespace " + netns).orElse("");
        final List<JournalEntry> changes = new ArrayList<>(List.of(JournalEntry.device(Change.MAKE, spec.device())));
        if (spec.netns().isEmpty()) {
            changes.add(JournalEntry.device(Change.MAKE, spec.peer()));
        }
        return of("make veth pair " + spec.device() + " and " + spec.peer() + where, changes,
            host -> host.addVeth(spec), host -> deleteOwn(host, spec.device(), spec.alias()));
    }

    /** Deletes a device, if that of the name still is the one with the mark. */
    static void deleteOwn(final Host host, final String name, final String alias) throws IOException {
        if (host.device(name).filter(device -> device.alias().equals(alias)).isPresent()) {
            host.delete(name);
        }
    }
}
