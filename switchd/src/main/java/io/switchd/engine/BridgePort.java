package io.switchd.engine;

import io.switchd.forward.EgressSet;
import io.switchd.frame.FrameView;
import io.switchd.log.LimitedLog;
import io.switchd.port.DropReason;
import io.switchd.port.FrameHandler;
import io.switchd.port.Port;
import java.lang.System.Logger.Level;

/**
 * A port as a member of a bridge: takes each of its frames through the bridge's decision to the ports it leaves by.
 * Confined to the thread of the loop.
 */
final class BridgePort implements FrameHandler {

    private static final LimitedLog FAULTS = LimitedLog.of(BridgePort.class, Level.ERROR);

    private final String name;
    private final int number;
    private final Bridge bridge;
    private final Port port;
    private final BridgeTable table;
    private boolean unflushed;

    BridgePort(final String name, final int number, final Bridge bridge, final Port port, final BridgeTable table) {
        this.name = name;
        this.number = number;
        this.bridge = bridge;
        this.port = port;
        this.table = table;
    }

    int poll() {
        return port.poll(this);
    }

    void release() {
        port.release();
    }

    void check() {
        port.check();
    }

    @Override
    public void onFrame(final FrameView frame) {
        try {
            forward(frame);
        } catch (final RuntimeException e) {
            port.counters().dropped(DropReason.INTERNAL_ERROR, 1);
            FAULTS.log(name, "a frame from port " + name + " was lost to a defect of the switch", e);
        }
    }

    private void forward(final FrameView frame) {
        final EgressSet egress = table.egress();
        final DropReason reason = bridge.forwarder().decide(frame, number, table.nowNanos(), egress);
        if (reason != null) {
            port.counters().dropped(reason, 1);
            return;
        }
        for (int i = 0; i < egress.size(); i++) {
            table.port(egress.port(i)).send(frame, egress.tags(i));
        }
    }

    private void send(final FrameView frame, final long tags) {
        port.send(frame, tags);
        if (!unflushed) {
            unflushed = true;
            table.awaitsFlush(this);
        }
    }

    void flush() {
        unflushed = false;
        port.flush();
    }

    String name() {
        return name;
    }

    int number() {
        return number;
    }

    Bridge bridge() {
        return bridge;
    }

    Port port() {
        return port;
    }
}
