package io.switchd.manage;

import java.io.IOException;

/** The steps that commands are made of. */
final class Steps {

    private Steps() {
    }

    /** An operation that may fail as the kernel wills. */
    @FunctionalInterface
    interface Operation {
        void run(Host host) throws IOException;
    }

    static Step of(final String description, final Operation make, final Operation undo) {
        return new Step() {
            @Override
            public String description() {
                return description;
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
        return of("make namespace " + name, host -> host.addNamespace(name), host -> host.deleteNamespace(name));
    }

    /** Deletes a device that is a remainder of switchd's own; whether it comes back makes no difference. */
    static Step deleteLeftOver(final Device device) {
        return of("remove device " + device.name() + ", which was left over", host -> host.delete(device.name()), host -> { });
    }

    static Step addVeth(final Host.VethSpec spec) {
        final String where = spec.netns().map(netns -> " in namespace " + netns).orElse("");
        return of("make veth pair " + spec.device() + " and " + spec.peer() + where, host -> host.addVeth(spec), host -> host.delete(spec.device()));
    }
}
