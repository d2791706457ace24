package io.switchd.compare.subject;

import io.switchd.testkit.Lab;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A way to connect hosts, in a lab of its own. */
public interface Subject {

    String name();

    /** Why it cannot be measured on this machine; empty when it can. */
    default Optional<String> whyNot() {
        return Optional.empty();
    }

    /** How many hosts it can connect. */
    default int maxHosts() {
        return Integer.MAX_VALUE;
    }

    /** Makes the hosts and connects them. */
    void connect(Lab lab, Topology topology) throws IOException;

    /** The processes that are the switch; none where the kernel does it all. */
    default List<Long> processes() {
        return List.of();
    }

    default void disconnect() {
        // most go with the lab
    }

    /** Connects hosts that keep quiet unless they are asked. */
    default void open(final Lab lab, final Topology topology) throws IOException {
        Cables.quiet(lab, List.of());
        connect(lab, topology);
        Cables.quiet(lab, topology.hosts());
    }
}
