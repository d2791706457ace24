package io.switchd.engine;

import io.switchd.fdb.MacTable;
import io.switchd.forward.PortRules;
import io.switchd.port.Port;
import io.switchd.testkit.UnwatchedPoller;

/** A forwarding loop without a thread, a cycle at a time, on a clock that is set: what {@link Engine} runs, for tests of other packages. */
public final class SteppedLoop {

    private static final int NOBODY = -1;

    private final BridgeTable table = new BridgeTable(new Faults());
    private final ForwardingLoop loop = new ForwardingLoop(this::nanos, new OnePort(), new CommandQueue(), table);
    private long nanos;
    private int ready = NOBODY;
    private long moves;

    private long nanos() {
        return nanos;
    }

    public void addBridge(final String name, final BridgeSettings settings, final long hashKey) {
        final MacTable fdb = new MacTable(settings.tableSize(), settings.ageingSeconds(), hashKey);
        table.addBridge(new Bridge(name, settings, fdb, new MoveReports(name, table, move -> moves++)));
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

    public MacTable fdb(final String bridge) {
        return table.bridge(bridge).fdb();
    }

    /** A cycle some time later, in which the port of that number is ready. */
    public void step(final long nanosLater, final int port) {
        nanos += nanosLater;
        ready = port;
        loop.doWork();
    }

    /** A cycle in which no port is ready. */
    public void step(final long nanosLater) {
        step(nanosLater, NOBODY);
    }

    private final class OnePort extends UnwatchedPoller {

        @Override
        public int await(final int timeoutMillis) {
            return ready == NOBODY ? 0 : 1;
        }

        @Override
        public int ready(final int i) {
            return ready;
        }
    }
}
