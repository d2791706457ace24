package io.switchd.forward;

import io.switchd.fdb.MacTable;
import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.MacAddress;
import io.switchd.port.DropReason;
import io.switchd.vlan.FrameVlan;
import io.switchd.vlan.PortVlan;
import java.util.Arrays;

/**
 * The decision of one bridge: by which ports does a frame leave and with which tags, or why does it not. A function of
 * the frame, the port it came in by and the time, over the tables the bridge owns; no socket, no clock, no thread.
 *
 * <p>IEEE 802.1Q-2018 clause 8.6 in this order: classify into a VLAN, keep link-local frames to the link, learn the
 * source, look the destination up, flood what is unknown or for a group. Where the standard leaves room it does as Open
 * vSwitch (a frame with a source that no station can have is forwarded, but nothing is learned from it), and where that
 * has nothing, as the Linux bridge (learning, flooding of each kind, isolation, hairpin, locked).
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>MAC control frames (EtherType 8808, pause among them) never pass, not even with forward-bpdu: one that went
 *       astray would stop a sender it was not meant for.
 *   <li>A frame counts against a storm limit where it would be flooded, not before: known destinations are free.
 * </ul>
 *
 * <p>Confined to the thread of the bridge's loop.
 */
public final class Forwarder {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final DropReason[] STORMS = {DropReason.STORM_UNKNOWN, DropReason.STORM_MULTICAST, DropReason.STORM_BROADCAST};

    private final FrameVlan frameVlan = new FrameVlan();
    private MacTable fdb;
    private Member[] members = {};
    private Member[] byNumber = {};
    private boolean forwardBpdu;

    public Forwarder(final MacTable fdb) {
        this.fdb = fdb;
    }

    /**
     * Decides where a frame goes.
     *
     * @param ingress  number of the port it came in by
     * @param nowNanos of the loop's clock, which starts at 0
     * @param egress   is filled with the ports to leave by and the tags to leave with
     * @return why the frame is dropped, or null when it is not
     */
    public DropReason decide(final FrameView frame, final int ingress, final long nowNanos, final EgressSet egress) {
        egress.clear();
        final Member in = byNumber[ingress];
        final DropReason refusal = in.vlan().admit(frame, frameVlan);
        if (refusal != null) {
            return refusal;
        }
        final long destination = frame.destination();
        if (MacAddress.isReserved(destination) && !forwardBpdu || frame.etherType() == EthernetLayout.TYPE_MAC_CONTROL) {
            return DropReason.LINK_LOCAL;
        }
        final int nowSeconds = (int) (nowNanos / SECOND_NANOS);
        final DropReason unwelcome = hear(frame.source(), in, nowSeconds);
        if (unwelcome != null) {
            return unwelcome;
        }
        if (MacAddress.isGroup(destination)) {
            return flood(destination == MacAddress.BROADCAST ? Member.BROADCAST : Member.MULTICAST, frame, in, nowNanos, egress);
        }
        final int port = fdb.lookup(frameVlan.vlan(), destination, nowSeconds);
        return port == MacTable.UNKNOWN ? flood(Member.UNKNOWN, frame, in, nowNanos, egress) : unicast(in, byNumber[port], egress);
    }

    private DropReason hear(final long source, final Member in, final int nowSeconds) {
        final PortRules rules = in.rules();
        final int vlan = frameVlan.vlan();
        if (rules.locked() && fdb.lookup(vlan, source, nowSeconds) != in.number()) {
            return DropReason.LOCKED;
        }
        if (!rules.learning()) {
            return fdb.isStickyElsewhere(vlan, source, in.number()) ? DropReason.STICKY_STATION : null;
        }
        switch (fdb.learn(vlan, source, in.number(), nowSeconds, rules.macLimit())) {
            case STICKY_ELSEWHERE:
                return DropReason.STICKY_STATION;
            case OVER_LIMIT:
                return DropReason.MAC_LIMIT;
            default:
                return null;
        }
    }

    private DropReason flood(final int kind, final FrameView frame, final Member in, final long nowNanos, final EgressSet egress) {
        if (!in.mayFlood(kind, frame, nowNanos)) {
            return STORMS[kind];
        }
        for (final Member out : members) {
            if (out.floods(kind) && in.reaches(out) && out.vlan().carries(frameVlan)) {
                egress.add(out.number(), out.vlan().tags(frameVlan));
            }
        }
        return egress.isEmpty() ? DropReason.NO_OTHER_PORT : null;
    }

    private DropReason unicast(final Member in, final Member out, final EgressSet egress) {
        if (!in.reaches(out)) {
            return in == out && !in.rules().hairpin() ? DropReason.SAME_PORT : DropReason.ISOLATED;
        }
        final PortVlan vlan = out.vlan();
        if (!vlan.carries(frameVlan)) {
            return DropReason.NOT_IN_VLAN;
        }
        egress.add(out.number(), vlan.tags(frameVlan));
        return null;
    }

    public MacTable fdb() {
        return fdb;
    }

    /** Goes on with another table. */
    public void fdb(final MacTable other) {
        fdb = other;
    }

    /** Lets frames to 01-80-C2-00-00-0X and other reserved addresses through (spanning tree, LACP, LLDP). */
    public void forwardBpdu(final boolean forward) {
        forwardBpdu = forward;
    }

    public void addPort(final int port, final PortRules rules, final long nowNanos) {
        final Member member = new Member(port, rules, nowNanos);
        members = Arrays.copyOf(members, members.length + 1);
        members[members.length - 1] = member;
        byNumber = Arrays.copyOf(byNumber, Math.max(byNumber.length, port + 1));
        byNumber[port] = member;
    }

    /** Whether rules would take a port to other VLANs. */
    public boolean changesVlan(final int port, final PortRules rules) {
        return !byNumber[port].vlan().equals(rules.vlan());
    }

    /** Changes what is set of a port; when its VLANs change, what was learned there is forgotten. */
    public void configurePort(final int port, final PortRules rules, final long nowNanos) {
        final Member member = byNumber[port];
        if (changesVlan(port, rules)) {
            fdb.flushPort(port);
        }
        member.rules(rules, nowNanos);
    }

    /** Takes a port out of the bridge, and with it its stations. */
    public void removePort(final int port) {
        fdb.removePort(port);
        members = Arrays.stream(members).filter(member -> member.number() != port).toArray(Member[]::new);
        byNumber[port] = null;
    }
}
