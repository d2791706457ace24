package io.switchd.engine;

import io.switchd.fdb.MacTable;
import io.switchd.forward.PortRules;
import io.switchd.port.Port;
import io.switchd.testkit.SleeplessPoller;

/** A forwarding loop without a thread, a cycle at a time, on a clock that is set: what {@link Engine} runs, for tests of other packages. */
public final class SteppedLoop {

    private final FdbChanges changes = new FdbChanges();
    private final BridgeTable table = new BridgeTable();
    private final ForwardingLoop loop = new ForwardingLoop(this::nanos, new SleeplessPoller(), 0, new CommandQueue(), table, changes);
    private long nanos;

    private long nanos() {
        return nanos;
    }

    public void addBridge(final String name, final BridgeSettings settings, final long hashKey) {
        final MacTable fdb = new MacTable(settings.tableSize(), settings.ageingSeconds(), hashKey);
        table.addBridge(new Bridge(name, settings, fdb, new FdbReports(name, table, changes)));
    }

    /** @param emptied whether the bridge gets a new MAC table, with the static stations alone */
    public void configure(final String bridge, final BridgeSettings settings, final boolean emptied, final long hashKey) {
        table.bridge(bridge).configure(settings, emptied ? new MacTable(settings.tableSize(), settings.ageingSeconds(), hashKey) : null,
            table.nowSeconds());
    }

    /** Returns the number of the port. */
    public int attach(final String bridge, final String name, final Port port, final PortRules rules) {
        return table.attach(bridge, name, port, rules).number();
    }

    public void configurePort(final String name, final PortRules rules) {
        final BridgePort port = table.port(name);
        port.bridge().forwarder().configurePort(port.number(), rules, table.nowNanos());
    }

    public void detach(final String name) {
        table.detach(table.port(name));
    }

    FdbChanges changes() {
        return changes;
    }

    public MacTable fdb(final String bridge) {
        return table.bridge(bridge).fdb();
    }

    /** A cycle some time later. */
    public void step(final long nanosLater) {
        nanos += nanosLater;
        loop.doWork();
    }
}
