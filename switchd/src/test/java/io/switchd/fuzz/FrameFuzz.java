package io.switchd.fuzz;

import io.switchd.frame.OffloadHeader;
import io.switchd.port.DropReason;
import io.switchd.vlan.FrameVlan;
import io.switchd.vlan.PortVlan;

/**
 * Any frame, and any two ports: the frame is read within its bounds, comes into the VLAN it belongs to or is refused with
 * the right reason, and leaves with the right tags or not at all. Without tables and a loop, so that many frames can be
 * tried; {@link ForwardingFuzz} has those. The input is a frame and the words of two ports; see docs/fuzzing.md.
 */
public final class FrameFuzz {

    private static final FuzzedFrame FRAME = new FuzzedFrame();
    private static final FrameVlan VLAN = new FrameVlan();

    private FrameFuzz() {
    }

    /** Called by the fuzzer, on one thread. */
    public static void fuzzerTestOneInput(final byte[] bytes) {
        final FuzzInput input = new FuzzInput(bytes);
        FRAME.read(input);
        final boolean isSound = OffloadHeader.isSound(FRAME.view);
        Violation.unless(isSound == FRAME.isSound(), "a frame is sound when its offload header is", FRAME);
        if (isSound) {
            final int wire = OffloadHeader.wireLength(FRAME.view);
            Violation.unless(FRAME.hasLength(wire), "a frame is as long as itself, or a train as one of its segments", FRAME);
        }
        final PortWords in = new PortWords(input);
        final PortWords out = new PortWords(input);
        pass(in, out, in.rules.vlan(), out.rules.vlan());
    }

    private static void pass(final PortWords in, final PortWords out, final PortVlan from, final PortVlan to) {
        final DropReason refusal = from.admit(FRAME.view, VLAN);
        Violation.unless(refusal == VlanOracle.refusal(FRAME, in), "a frame comes in where its VLAN may", FRAME);
        if (refusal != null) {
            return;
        }
        final int vlan = in.vlanOf(FRAME.tag, FRAME.hasPayloadTag());
        Violation.unless(VLAN.vlan() == vlan, "a frame comes into the VLAN of its tag, or of its port", FRAME);
        final boolean leaves = to.carries(VLAN);
        Violation.unless(leaves == VlanOracle.mayLeave(FRAME, in, out, vlan), "a frame leaves where its VLAN may", FRAME);
        if (leaves) {
            VlanOracle.checkTags(FRAME, in, out, vlan, to.tags(VLAN));
        }
    }
}
