package io.switchd.forward;

import io.switchd.baseline.Stage;
import io.switchd.fdb.MacTable;
import io.switchd.frame.FrameView;
import io.switchd.frame.FrameViews;
import io.switchd.port.DropReason;
import io.switchd.testkit.Frames;
import io.switchd.vlan.PortVlan;
import io.switchd.vlan.PriorityTags;
import io.switchd.vlan.VlanSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What one decision costs, learning included. Two bridges: one whose ports have nothing set, and one whose first half are
 * access ports of VLAN 10 and whose second half are trunks.
 */
public class ForwarderBenchmark extends Stage {

    private static final int TABLE = 8_192;
    private static final int AGEING_SECONDS = 300;
    private static final int VLAN = 10;
    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";

    @Param({"2", "9"})
    private int ports;

    private final EgressSet egress = new EgressSet();
    private final Forwarder plain = forwarder();
    private final Forwarder vlans = forwarder();
    private final FrameView known = FrameViews.of(Frames.frame(MAC_B, MAC_A).payload("x"));
    private final FrameView unknown = FrameViews.of(Frames.frame("02:00:00:00:00:99", MAC_A).payload("x"));
    private final FrameView broadcast = FrameViews.of(Frames.frame(BROADCAST, MAC_A).payload("x"));

    private static Forwarder forwarder() {
        return new Forwarder(new MacTable(TABLE, AGEING_SECONDS, 42));
    }

    @Setup
    public void learn() {
        egress.ensureCapacity(ports);
        final VlanSet trunks = VlanSet.ALL;
        for (int port = 0; port < ports; port++) {
            plain.addPort(port, PortRules.DEFAULT, 0);
            vlans.addPort(port, rules(port < ports / 2 ? PortVlan.access(VLAN, PriorityTags.NEVER) : PortVlan.trunk(trunks, PriorityTags.NEVER)), 0);
        }
        final FrameView answer = FrameViews.of(Frames.frame(BROADCAST, MAC_B).payload("x"));
        plain.decide(answer, ports - 1, 0, egress);
        vlans.decide(answer.tagged(0x8100 << 16 | VLAN), ports - 1, 0, egress);
    }

    private static PortRules rules(final PortVlan vlan) {
        final PortRules nothing = PortRules.DEFAULT;
        return new PortRules(vlan, true, true, true, true, nothing.isolated(), nothing.hairpin(), nothing.locked(), 0, 0, 0, 0);
    }

    @Benchmark
    public DropReason untaggedToAKnownStation() {
        return plain.decide(known, 0, 0, egress);
    }

    @Benchmark
    public DropReason accessToTrunk() {
        return vlans.decide(known, 0, 0, egress);
    }

    @Benchmark
    public DropReason unknownFloodedToAllOthers() {
        return plain.decide(unknown, 0, 0, egress);
    }

    @Benchmark
    public DropReason broadcastFloodedToAllOthers() {
        return plain.decide(broadcast, 0, 0, egress);
    }

    @Benchmark
    public DropReason broadcastFloodedFromAccessToAccessAndTrunks() {
        return vlans.decide(broadcast, 0, 0, egress);
    }
}
