package io.switchd.fuzz;

import io.switchd.engine.BridgeSettings;
import io.switchd.engine.SteppedLoop;
import io.switchd.fdb.MacTable;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import java.util.ArrayList;
import java.util.List;

/**
 * A real forwarding loop with one or two bridges and a few ports in memory, and the model beside it. Whatever happens
 * happens to both, and after each event they are compared.
 */
final class FuzzedSwitch {

    private static final int HASH_KEY = 42;
    private static final int FLUSH_STRETCH = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final long[] WAITS = {1, 1_000_000, 100_000_000, SECOND, 2 * SECOND, 299 * SECOND, 300 * SECOND, 31_536_000 * SECOND};

    private final SteppedLoop loop = new SteppedLoop();
    private final FuzzedFrame frame;
    private final List<ModelBridge> bridges = new ArrayList<>();
    private final List<ModelPort> ports = new ArrayList<>();
    private long nowNanos;
    private int expired;

    FuzzedSwitch(final FuzzedFrame frame, final FuzzInput input) {
        this.frame = frame;
        final int shape = input.u8();
        for (int i = 0; i <= (shape >>> 2 & 1); i++) {
            final ModelBridge bridge = new ModelBridge("br" + i, input);
            loop.addBridge(bridge.name, bridge.settings(), HASH_KEY);
            bridges.add(bridge);
        }
        for (int i = 0; i < 2 + (shape & 3); i++) {
            attach("p" + i, bridges.get((shape >>> 3 + i & 1) % bridges.size()), input);
        }
    }

    private void attach(final String name, final ModelBridge bridge, final FuzzInput input) {
        final ModelPort port = new ModelPort(name, bridge.name, new FuzzedPort(frame));
        port.words(new PortWords(input), nowNanos);
        port.number = loop.attach(bridge.name, name, port.port, port.words().rules);
        ports.add(port);
    }

    void event(final FuzzInput input) {
        final int choice = input.u8();
        final ModelPort port = ports.get((choice >>> 4) % ports.size());
        switch (choice & 0xF) {
            case 9:
                pass(WAITS[input.u8() & 7]);
                break;
            case 10:
                configure(port, input);
                break;
            case 11:
                plugAgain(port, input);
                break;
            case 12:
                fixOrUnfix(port, input);
                break;
            case 13:
                flush(port, input);
                break;
            case 14:
                configure(bridgeOf(port), input);
                break;
            case 15:
                port.port.linkChanged((choice & 16) == 0, (choice & 32) == 0 ? 1_500 : 46);
                break;
            default:
                forward(port, input);
                break;
        }
        for (final ModelBridge bridge : bridges) {
            bridge.table().check(loop.fdb(bridge.name), seconds());
        }
    }

    private void forward(final ModelPort in, final FuzzInput input) {
        frame.read(input);
        for (final ModelPort port : ports) {
            port.port.forget();
        }
        in.port.arrive();
        loop.step(0);
        in.received++;
        final PortCounters.Snapshot counted = in.port.counters().snapshot();
        Violation.unless(counted.dropped(DropReason.INTERNAL_ERROR) == 0, "no frame meets a defect; the log has its trace");
        final Decision decision = new Decision(frame, in, ports, bridgeOf(in), nowNanos, counted);
        if (decision.reason() != null) {
            in.drops[decision.reason().ordinal()]++;
        }
        in.checkCounters(counted);
        decision.check();
    }

    private int seconds() {
        return (int) (nowNanos / SECOND);
    }

    private ModelBridge bridgeOf(final ModelPort port) {
        return bridges.get(0).name.equals(port.bridge) ? bridges.get(0) : bridges.get(1);
    }

    private void pass(final long nanos) {
        nowNanos += nanos;
        loop.step(nanos);
        if (expired != seconds()) {
            expired = seconds();
            bridges.forEach(bridge -> bridge.table().expire(expired));
        }
    }

    private void configure(final ModelPort port, final FuzzInput input) {
        final PortWords changed = new PortWords(input);
        if (!changed.isSameVlans(port.words())) {
            bridgeOf(port).table().flush(-1, port.number);
        }
        port.words(changed, nowNanos);
        loop.configurePort(port.name, changed.rules);
    }

    private void plugAgain(final ModelPort port, final FuzzInput input) {
        port.checkCounters();
        loop.detach(port.name);
        ports.remove(port);
        bridgeOf(port).table().removePort(port.number);
        attach(port.name, bridges.get(input.u8() % bridges.size()), input);
    }

    private void fixOrUnfix(final ModelPort port, final FuzzInput input) {
        final int kind = input.u8();
        final int vlan = input.vlan();
        final long mac = input.station();
        final TableModel model = bridgeOf(port).table();
        final MacTable table = loop.fdb(port.bridge);
        if ((kind & 3) == 3) {
            model.unfix(vlan, mac, port.number);
            table.unfix(vlan, mac, port.number);
        } else if (model.hasRoomFor(vlan, mac)) {
            model.fix(vlan, mac, port.number, (kind & 1) != 0, seconds());
            table.fix(vlan, mac, port.number, (kind & 1) != 0, seconds());
        }
    }

    private void flush(final ModelPort port, final FuzzInput input) {
        final int kind = input.u8();
        final int vlan = input.vlan();
        final TableModel model = bridgeOf(port).table();
        final MacTable table = loop.fdb(port.bridge);
        switch (kind & 7) {
            case 0:
                model.flush(-1, -1);
                ports.stream().filter(each -> each.bridge.equals(port.bridge)).forEach(each -> table.flushPort(each.number));
                break;
            case 1:
                model.flush(-1, port.number);
                table.flushPort(port.number);
                break;
            case 2:
                model.flush(vlan, port.number);
                flushVlan(table, vlan, port.number);
                break;
            case 3:
                model.flush(vlan, -1);
                flushVlan(table, vlan, MacTable.UNKNOWN);
                break;
            default:
                final long mac = input.station();
                model.forgetLearned(vlan, mac);
                table.forgetLearned(vlan, mac);
                break;
        }
    }

    private static void flushVlan(final MacTable table, final int vlan, final int port) {
        int from = 0;
        while (from >= 0) {
            from = table.flushVlan(vlan, port, from, FLUSH_STRETCH);
        }
    }

    private void configure(final ModelBridge bridge, final FuzzInput input) {
        final BridgeSettings read = ModelBridge.read(input);
        if (bridge.table().fixed() > read.tableSize()) {
            return;
        }
        final boolean emptied = read.tableSize() != bridge.settings().tableSize();
        bridge.settings(read, emptied);
        loop.configure(bridge.name, read, emptied, HASH_KEY);
    }

    void checkCounters() {
        ports.forEach(ModelPort::checkCounters);
    }
}
