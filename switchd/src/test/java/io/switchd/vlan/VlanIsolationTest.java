package io.switchd.vlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.switchd.fdb.MacTable;
import io.switchd.forward.EgressSet;
import io.switchd.forward.Forwarder;
import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import io.switchd.manage.TypedSettings;
import io.switchd.port.DropReason;
import io.switchd.testkit.TagText;
import io.switchd.testkit.TaggedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * VLAN isolation over the whole space: every outer tag with every inner tag in by every mode, out by all modes at once,
 * against what may never happen rather than what should. Inner VLANs are those at which something could change, all
 * 4,096 with {@code -Dswitchd.sweep=all}.
 */
class VlanIsolationTest {

    private static final int UNTAGGED = 0;
    private static final int VLANS = 4_096;
    private static final int RESERVED = 4_095;
    private static final int[] TPIDS = {EthernetLayout.TPID_8021Q, EthernetLayout.TPID_8021AD};
    private static final int[] INNER_AT_EDGES = {0, 1, 2, 9, 10, 11, 19, 20, 21, 30, 2_047, 2_048, 4_093, 4_094, RESERVED};

    /** A port, and again in plain sets: what may come in and leave, and where frames without a VLAN belong. */
    private record Side(String settings, int untagged, Set<Integer> carried, boolean access, boolean tunnel, Set<Integer> inner) {

        static Side trunk(final String settings, final int untagged, final Set<Integer> carried) {
            return new Side(settings, untagged, carried, false, false, Set.of());
        }

        static Side access(final int vlan) {
            return new Side("tag=" + vlan, vlan, Set.of(vlan), true, false, Set.of());
        }

        static Side tunnel(final String settings, final int vlan, final Set<Integer> inner) {
            return new Side("vlan_mode=dot1q-tunnel tag=" + vlan + settings, vlan, Set.of(vlan), false, true, inner);
        }

        @Override
        public String toString() {
            return settings.isEmpty() ? "trunk of all" : settings;
        }
    }

    private static final Set<Integer> ALL = range(0, RESERVED);
    private static final Set<Integer> ALL_BUT_0 = range(1, RESERVED);
    private static final List<Side> SIDES = List.of(
        Side.access(0), Side.access(10), Side.access(20), Side.access(RESERVED),
        Side.trunk("", 0, ALL),
        Side.trunk("priority-tags=always", 0, ALL),
        Side.trunk("trunks=10,30", 0, Set.of(10, 30)),
        Side.trunk("trunks=0,20,4095", 0, Set.of(0, 20)),
        Side.trunk("vlan_mode=native-tagged tag=10", 10, ALL_BUT_0),
        Side.trunk("vlan_mode=native-tagged tag=10 trunks=0,20", 10, Set.of(10, 20)),
        Side.trunk("vlan_mode=native-untagged tag=10 trunks=20", 10, Set.of(10, 20)),
        Side.trunk("vlan_mode=native-untagged tag=20 priority-tags=if-nonzero", 20, ALL_BUT_0),
        Side.trunk("vlan_mode=native-untagged trunks=10", 0, Set.of(0, 10)),
        Side.tunnel("", 10, ALL),
        Side.tunnel(" cvlans=0,20 qinq-ethtype=802.1q", 10, Set.of(0, 20)),
        Side.tunnel(" cvlans=10,4095 priority-tags=always", 20, Set.of(10)));

    private final Forwarder forwarder = new Forwarder(new MacTable(10, 300, 1));
    private final EgressSet egress = new EgressSet();
    private final FrameView single = TaggedFrame.of("ff:ff:ff:ff:ff:ff", "01:00:00:00:00:01", TagText.UNTAGGED).view();
    private Side in;
    private int outer;
    private int inner;

    static List<Side> sides() {
        return SIDES;
    }

    private static Set<Integer> range(final int from, final int to) {
        return new HashSet<>(IntStream.range(from, to).boxed().toList());
    }

    @ParameterizedTest(name = "in by {0}")
    @MethodSource("sides")
    void noFrameGetsOutInAnotherVlanThanItsOwn(final Side ingress) {
        in = ingress;
        final List<Side> ports = new ArrayList<>(SIDES);
        ports.add(ingress);
        for (int port = 0; port < ports.size(); port++) {
            forwarder.addPort(port, TypedSettings.rules(ports.get(port).settings), 0);
        }
        egress.ensureCapacity(ports.size());
        final int[] inners = "all".equals(System.getProperty("switchd.sweep")) ? IntStream.range(0, VLANS).toArray() : INNER_AT_EDGES;
        int frames = sweepInner(UNTAGGED, new int[0]);
        for (final int tpid : TPIDS) {
            for (int vid = 0; vid < VLANS; vid++) {
                frames += sweepInner(VlanTag.of(tpid, vid), inners);
            }
        }
        assertEquals(1 + TPIDS.length * VLANS * (1 + TPIDS.length * inners.length), frames);
    }

    private int sweepInner(final int tag, final int[] inners) {
        outer = tag;
        check(VlanTag.NONE);
        for (final int tpid : TPIDS) {
            for (final int vid : inners) {
                check(VlanTag.of(tpid, vid));
            }
        }
        return 1 + TPIDS.length * inners.length;
    }

    private void check(final int innerTag) {
        inner = innerTag;
        final ByteBuffer bytes = single.buffer();
        bytes.putInt(single.offset() + EthernetLayout.ETHER_TYPE,
            Integer.reverseBytes(inner == VlanTag.NONE ? TaggedFrame.EXPERIMENTAL << Short.SIZE : inner));
        final DropReason reason = forwarder.decide(single.tagged(outer), SIDES.size(), 0, egress);
        final int vlan = vlanInside();
        if ((vlan < 0 || egress.isEmpty()) != (reason != null)) {
            broken("it is in VLAN " + vlan + " and was dropped for " + reason);
        }
        for (int i = 0; i < egress.size(); i++) {
            checkOut(SIDES.get(egress.port(i)), vlan, egress.tags(i));
        }
    }

    /** The VLAN of the frame, -1 when it may not come in. */
    private int vlanInside() {
        final int vid = VlanTag.vid(outer);
        if (vid == RESERVED || in.access && (vid != 0 || inner != VlanTag.NONE)) {
            return -1;
        }
        if (in.tunnel) {
            return in.inner.contains(vid) ? in.untagged : -1;
        }
        final int vlan = vid == 0 ? in.untagged : vid;
        return in.access || in.carried.contains(vlan) ? vlan : -1;
    }

    private void checkOut(final Side out, final int vlan, final long given) {
        final int first = VlanTag.first(given);
        final int second = VlanTag.second(given);
        final int outermost = first != VlanTag.NONE ? first : inner;
        final int wireVid = VlanTag.vid(outermost);
        if (!out.carried.contains(vlan)) {
            broken(out + " does not carry VLAN " + vlan);
        }
        if (wireVid == RESERVED) {
            broken("VLAN 4095 left by " + out);
        }
        if (out.tunnel) {
            checkOutOfTunnel(out, given);
        } else if (out.access) {
            if (wireVid != 0 || second != VlanTag.NONE || inner != VlanTag.NONE) {
                broken(out + " gave a tag: " + TagText.format(first, second));
            }
        } else if ((wireVid == 0 ? out.untagged : wireVid) != vlan) {
            broken("the far end of " + out + " takes it for one of VLAN " + wireVid + ", it is of " + vlan);
        } else if (first == VlanTag.NONE && inner != VlanTag.NONE) {
            broken("the tag behind became the outer one at " + out);
        }
    }

    /** Its like may have put the outer tag there: what was inside comes out, and nothing else. */
    private void checkOutOfTunnel(final Side out, final long given) {
        final int customer = in.tunnel ? outer : inner;
        final int shown = VlanTag.first(given) != VlanTag.NONE ? VlanTag.first(given) : in.tunnel ? VlanTag.NONE : inner;
        if (!out.inner.contains(VlanTag.vid(customer))) {
            broken(out + " gave one of the customer VLAN " + VlanTag.vid(customer));
        }
        if (shown != customer || VlanTag.second(given) != VlanTag.NONE) {
            broken(out + " gave " + TagText.format(shown));
        }
    }

    private void broken(final String what) {
        fail("in by " + in + " with " + TagText.format(outer, inner) + " (0s are no tags): " + what);
    }
}
