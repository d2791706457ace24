package io.switchd.manage;

import io.switchd.fdb.FdbCounters;
import io.switchd.port.PortCounters;
import java.util.List;

/**
 * The bridges and ports that are configured, with the counters of each, as the latest run of the {@link Reconciler} left
 * them. The lists never change; the counters go on. So whoever watches the switch asks neither its loops nor its manager.
 *
 * @param bridges by name
 * @param ports   by bridge and name
 */
public record Inventory(List<Bridge> bridges, List<Port> ports) {

    static final Inventory EMPTY = new Inventory(List.of(), List.of());

    public Inventory {
        bridges = List.copyOf(bridges);
        ports = List.copyOf(ports);
    }

    /** A bridge that a loop has. */
    public record Bridge(String name, FdbCounters counters) { }

    /**
     * A port that is configured, whether a loop has it or not. The counters are the port's for as long as it is
     * configured, whatever becomes of its device.
     */
    public record Port(String bridge, String name, boolean up, PortCounters counters) { }
}
