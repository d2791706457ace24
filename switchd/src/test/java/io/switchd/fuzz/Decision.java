package io.switchd.fuzz;

import io.switchd.forward.PortRules;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What has to become of one frame: either a reason to drop it, or the ports it leaves by. */
final class Decision {

    private static final DropReason[] STORMS = {DropReason.STORM_UNKNOWN, DropReason.STORM_MULTICAST, DropReason.STORM_BROADCAST};
    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private final FuzzedFrame frame;
    private final ModelPort in;
    private final Collection<ModelPort> ports;
    private final ModelBridge bridge;
    private final long nowNanos;
    private final PortCounters.Snapshot counted;
    private final List<ModelPort> out = new ArrayList<>();
    private final DropReason reason;
    private int vlan;

    /**
     * Decides, and lets the model of the bridge learn.
     *
     * @param counted at the port since the frame came in
     */
    Decision(final FuzzedFrame frame, final ModelPort in, final Collection<ModelPort> ports, final ModelBridge bridge, final long nowNanos,
             final PortCounters.Snapshot counted) {
        this.frame = frame;
        this.in = in;
        this.ports = ports;
        this.bridge = bridge;
        this.nowNanos = nowNanos;
        this.counted = counted;
        reason = decide();
    }

    /** Null when the frame leaves. */
    DropReason reason() {
        return reason;
    }

    private DropReason decide() {
        if (!frame.isSound()) {
            return DropReason.BAD_OFFLOAD_HEADER;
        }
        final DropReason refusal = VlanOracle.refusal(frame, in.words());
        if (refusal != null) {
            return refusal;
        }
        vlan = in.words().vlanOf(frame.tag, frame.hasPayloadTag());
        if (frame.etherType == 0x8808 || !bridge.forwardsBpdu() && isKeptToLink(frame.destination)) {
            return DropReason.LINK_LOCAL;
        }
        final DropReason unwelcome = hear();
        return unwelcome != null ? unwelcome : forward();
    }

    private static boolean isKeptToLink(final long mac) {
        final long low = mac & 0xFF_FFFF;
        return mac >>> 4 == 0x0180_C200_000L
            || mac >>> 24 == 0x01000C && (low == 0 || low == 0xCCCCCC || low == 0xCCCCCD || low == 0xCDCDCD || low >>> 3 == 0xCCCCC0 >>> 3)
            || mac >>> 24 == 0x00E02B && (low == 0 || low == 4 || low == 6);
    }

    private int seconds() {
        return (int) (nowNanos / 1_000_000_000L);
    }

    private DropReason hear() {
        final TableModel table = bridge.table();
        final PortRules rules = in.words().rules;
        if (rules.locked() && table.port(vlan, frame.source, seconds()) != in.number) {
            return DropReason.LOCKED;
        }
        if (!rules.learning()) {
            return table.isStickyElsewhere(vlan, frame.source, in.number) ? DropReason.STICKY_STATION : null;
        }
        switch (table.hear(vlan, frame.source, in.number, seconds(), rules.macLimit())) {
            case STICKY:
                return DropReason.STICKY_STATION;
            case OVER_LIMIT:
                return DropReason.MAC_LIMIT;
            default:
                return null;
        }
    }

    private DropReason forward() {
        final boolean isGroup = (frame.destination >>> 40 & 1) != 0;
        final int behind = isGroup ? TableModel.NOWHERE : bridge.table().port(vlan, frame.destination, seconds());
        if (behind == TableModel.NOWHERE) {
            return flood(frame.destination == BROADCAST ? 2 : isGroup ? 1 : 0);
        }
        final ModelPort port = port(behind);
        if (!in.reaches(port)) {
            return port == in && !in.words().rules.hairpin() ? DropReason.SAME_PORT : DropReason.ISOLATED;
        }
        return mayLeaveBy(port) && out.add(port) ? null : DropReason.NOT_IN_VLAN;
    }

    private ModelPort port(final int number) {
        for (final ModelPort port : ports) {
            if (port.number == number) {
                return port;
            }
        }
        throw new IllegalStateException("no port " + number);
    }

    /** Whether a storm limit was to refuse the frame is its own business, within what {@link ModelPort#storm} checks. */
    private DropReason flood(final int kind) {
        final boolean passed = counted.dropped(STORMS[kind]) == in.drops[STORMS[kind].ordinal()];
        in.storm(kind, passed, frame.pieces(), nowNanos);
        if (!passed) {
            return STORMS[kind];
        }
        for (final ModelPort port : ports) {
            if (in.reaches(port) && port.floods(kind) && mayLeaveBy(port)) {
                out.add(port);
            }
        }
        return out.isEmpty() ? DropReason.NO_OTHER_PORT : null;
    }

    private boolean mayLeaveBy(final ModelPort port) {
        return VlanOracle.mayLeave(frame, in.words(), port.words(), vlan);
    }

    /** Holds what the ports were given against the decision. */
    void check() {
        for (final ModelPort port : ports) {
            final int times = out.contains(port) ? 1 : 0;
            Violation.unless(port.port.given == times, "a frame leaves once by each port that is to have it, and by no other", this);
            if (times > 0) {
                Violation.unless(port != in || in.words().rules.hairpin(), "no frame leaves where it came in");
                VlanOracle.checkTags(frame, in.words(), port.words(), vlan, port.port.tags);
            }
        }
        Violation.unless(frame.isUnchanged(), "a frame is sent as it came");
    }

    @Override
    public String toString() {
        return "in by " + in.name + " in VLAN " + vlan + ", " + (reason == null ? "out by " + out.size() + " ports" : reason.label());
    }
}
