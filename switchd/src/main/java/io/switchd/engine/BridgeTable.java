package io.switchd.engine;

import io.switchd.forward.EgressSet;
import io.switchd.forward.PortRules;
import io.switchd.port.Port;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The bridges and ports of one loop. Ports have small numbers, which serve the MAC tables and the poller alike.
 * Confined to the thread of the loop, which the methods that change it assert.
 */
final class BridgeTable {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Map<String, Bridge> bridgesByName = new HashMap<>();
    private final Map<String, BridgePort> portsByName = new HashMap<>();
    private final EgressSet egress = new EgressSet();
    private Bridge[] bridges = {};
    private BridgePort[] ports = new BridgePort[16];
    private BridgePort[] all = {};
    private BridgePort[] unflushed = new BridgePort[16];
    private int unflushedCount;
    private long nowNanos;
    private Thread owner;

    /** Names the thread that alone may use the table from now on. */
    void confineTo(final Thread thread) {
        owner = thread;
    }

    void addBridge(final Bridge bridge) {
        assert isOwner();
        bridgesByName.put(bridge.name(), bridge);
        bridges = bridgesByName.values().toArray(Bridge[]::new);
    }

    void removeBridge(final String name) {
        assert isOwner();
        bridgesByName.remove(name);
        bridges = bridgesByName.values().toArray(Bridge[]::new);
    }

    /** The bridge of that name; there is one, or the caller is at fault. */
    Bridge bridge(final String name) {
        assert isOwner();
        final Bridge bridge = bridgesByName.get(name);
        if (bridge == null) {
            throw new IllegalStateException("the loop has no bridge " + name);
        }
        return bridge;
    }

    Bridge[] bridges() {
        return bridges;
    }

    /** All ports, in no order. */
    BridgePort[] ports() {
        return all;
    }

    BridgePort port(final int number) {
        return ports[number];
    }

    /** The port of that name, or null. */
    BridgePort port(final String name) {
        return portsByName.get(name);
    }

    BridgePort attach(final String bridgeName, final String name, final Port port, final PortRules rules) {
        assert isOwner();
        if (portsByName.containsKey(name)) {
            throw new IllegalStateException("the loop already has a port " + name);
        }
        final int number = freeNumber();
        final BridgePort attached = new BridgePort(name, number, bridge(bridgeName), port, this);
        ports[number] = attached;
        portsByName.put(name, attached);
        all = portsByName.values().toArray(BridgePort[]::new);
        egress.ensureCapacity(ports.length);
        attached.bridge().forwarder().addPort(number, rules, nowNanos);
        return attached;
    }

    void detach(final BridgePort port) {
        assert isOwner();
        port.bridge().forwarder().removePort(port.number());
        portsByName.remove(port.name());
        all = portsByName.values().toArray(BridgePort[]::new);
        ports[port.number()] = null;
    }

    EgressSet egress() {
        return egress;
    }

    /** Of the loop's clock, which starts at 0. */
    long nowNanos() {
        return nowNanos;
    }

    int nowSeconds() {
        return (int) (nowNanos / SECOND_NANOS);
    }

    void nowNanos(final long nanos) {
        nowNanos = nanos;
    }

    void awaitsFlush(final BridgePort port) {
        unflushed[unflushedCount++] = port;
    }

    void flush() {
        for (int i = 0; i < unflushedCount; i++) {
            unflushed[i].flush();
        }
        unflushedCount = 0;
    }

    private int freeNumber() {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == null) {
                return i;
            }
        }
        final int number = ports.length;
        ports = Arrays.copyOf(ports, number * 2);
        unflushed = Arrays.copyOf(unflushed, number * 2);
        return number;
    }

    private boolean isOwner() {
        return owner == null || owner == Thread.currentThread();
    }
}
