package io.switchd.forward;

import io.switchd.fdb.MacTable;
import io.switchd.frame.FrameView;
import io.switchd.frame.MacAddress;
import io.switchd.port.DropReason;
import io.switchd.vlan.VlanClassifier;
import java.util.Arrays;

/**
 * The decision of one bridge: by which ports does a frame leave, or why does it not. A function of the frame, the port
 * it came in by and the time, over the tables the bridge owns; no socket, no clock, no thread.
 *
 * <p>IEEE 802.1Q-2018 clause 8.6 in this order: classify into a VLAN, keep link-local frames to the link, learn the
 * source, look the destination up, flood what is unknown or for a group. Where the standard leaves room it does as Open
 * vSwitch: a frame with a source that no station can have is forwarded, but nothing is learned from it.
 *
 * <p>Confined to the thread of the bridge's loop.
 */
public final class Forwarder {

    private final MacTable fdb;
    private int[] members = {};
    private boolean forwardBpdu;

    public Forwarder(final MacTable fdb) {
        this.fdb = fdb;
    }

    /**
     * Decides where a frame goes.
     *
     * @param ingress    number of the port it came in by
     * @param nowSeconds of the loop's clock
     * @param egress     is filled with the ports to leave by
     * @return why the frame is dropped, or null when it is not
     */
    public DropReason decide(final FrameView frame, final int ingress, final int nowSeconds, final EgressSet egress) {
        egress.clear();
        final int vlan = VlanClassifier.classify(frame);
        if (vlan == VlanClassifier.INVALID) {
            return DropReason.RESERVED_VLAN;
        }
        final long destination = frame.destination();
        if (MacAddress.isLinkLocal(destination) && !forwardBpdu) {
            return DropReason.LINK_LOCAL;
        }
        fdb.learn(vlan, frame.source(), ingress, nowSeconds);
        if (MacAddress.isGroup(destination)) {
            return flood(ingress, egress);
        }
        final int port = fdb.lookup(vlan, destination, nowSeconds);
        if (port == MacTable.UNKNOWN) {
            return flood(ingress, egress);
        }
        if (port == ingress) {
            return DropReason.SAME_PORT;
        }
        egress.add(port);
        return null;
    }

    public MacTable fdb() {
        return fdb;
    }

    /** Lets frames to 01-80-C2-00-00-0X through (spanning tree, LACP, LLDP, pause). */
    public void forwardBpdu(final boolean forward) {
        forwardBpdu = forward;
    }

    public void addPort(final int port) {
        members = Arrays.copyOf(members, members.length + 1);
        members[members.length - 1] = port;
    }

    /** Takes a port out of the bridge, and with it what was learned there. */
    public void removePort(final int port) {
        fdb.flushPort(port);
        members = Arrays.stream(members).filter(member -> member != port).toArray();
    }

    private DropReason flood(final int ingress, final EgressSet egress) {
        final int[] members = this.members;
        for (int i = 0; i < members.length; i++) {
            if (members[i] != ingress) {
                egress.add(members[i]);
            }
        }
        return egress.isEmpty() ? DropReason.NO_OTHER_PORT : null;
    }
}
