package io.switchd.manage;

import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.log.LimitedLog;
import java.lang.System.Logger.Level;

/** Tells of what happens to ports, in the log of the daemon and to those who follow the {@link EventLog}. */
final class PortEvents {

    private static final LimitedLog PORTS = LimitedLog.of(PortEvents.class, Level.INFO);
    private static final LimitedLog MTUS = LimitedLog.of(PortEvents.class, Level.INFO);
    private static final LimitedLog TROUBLE = LimitedLog.of(PortEvents.class, Level.WARNING);

    private final EventLog events;

    PortEvents(final EventLog events) {
        this.events = events;
    }

    void joined(final String bridge, final String port) {
        PORTS.log(port, "port " + port + " joined bridge " + bridge);
        events.add(Topic.PORT, "joined", "bridge", bridge, "port", port);
    }

    void left(final String bridge, final String port, final String reason) {
        PORTS.log(port, "port " + port + " left bridge " + bridge + ": " + reason);
        events.add(Topic.PORT, "left", "bridge", bridge, "port", port, "reason", reason);
    }

    /** Somebody else had given its device another MTU than the configured one, or it has just come. */
    void mtuSet(final String port, final Device device, final int mtu) {
        MTUS.log(port, "device " + device.name() + " has MTU " + mtu + " now, as port " + port + " is configured, and had " + device.mtu());
    }

    /**
     * Tells how a port is doing, if that has changed. Of one that has left because its device is gone that was told.
     *
     * @param before null when it is new
     */
    void status(final String bridge, final String port, final PortStatus before, final PortStatus after) {
        if (before != null && (after.equals(before) || after.state() == PortStatus.State.ABSENT && before.isAttached())) {
            return;
        }
        if (after.state() == PortStatus.State.ERROR) {
            TROUBLE.log(port, "port " + port + " of bridge " + bridge + " does not work: " + after.error());
        } else if (after.isUp() && after.error() != null) {
            TROUBLE.log(port, "port " + port + " of bridge " + bridge + " works, but not as it is configured: " + after.error());
        }
        if (after.error() == null) {
            events.add(Topic.PORT, after.state().label(), "bridge", bridge, "port", port);
        } else {
            events.add(Topic.PORT, after.state().label(), "bridge", bridge, "port", port, "reason", after.error());
        }
    }
}
