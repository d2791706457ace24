package io.switchd.vlan;

import io.switchd.baseline.Stage;
import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.FrameViews;
import io.switchd.frame.VlanTag;
import io.switchd.port.DropReason;
import io.switchd.testkit.Frames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What VLANs cost of a decision: to take a frame into one, and to tell with which tags it leaves by another port. */
public class PortVlanBenchmark extends Stage {

    private static final int VLAN = 10;

    private final PortVlan access = PortVlan.access(VLAN, PriorityTags.NEVER);
    private final PortVlan trunk = PortVlan.trunk(VlanSet.ALL, PriorityTags.NEVER);
    private final FrameView untagged = FrameViews.of(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("x"));
    private final FrameView tagged = FrameViews.of(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("x"))
        .tagged(VlanTag.of(EthernetLayout.TPID_8021Q, VLAN));
    private final FrameVlan into = new FrameVlan();
    private final FrameVlan fromAccess = new FrameVlan();
    private final FrameVlan fromTrunk = new FrameVlan();

    @Setup
    public void admit() {
        access.admit(untagged, fromAccess);
        trunk.admit(tagged, fromTrunk);
    }

    @Benchmark
    public DropReason untaggedIntoAccess() {
        return access.admit(untagged, into);
    }

    @Benchmark
    public DropReason taggedIntoTrunk() {
        return trunk.admit(tagged, into);
    }

    @Benchmark
    public long accessToTrunk() {
        return leave(trunk, fromAccess);
    }

    @Benchmark
    public long trunkToAccess() {
        return leave(access, fromTrunk);
    }

    private static long leave(final PortVlan port, final FrameVlan frame) {
        return port.carries(frame) ? port.tags(frame) : -1;
    }
}
