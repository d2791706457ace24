package io.switchd.forward;

import io.switchd.fdb.FdbListener;
import io.switchd.fdb.MacTable;
import io.switchd.frame.MacAddress;
import io.switchd.manage.TypedSettings;
import io.switchd.port.DropReason;
import io.switchd.testkit.TagText;
import io.switchd.testkit.TaggedFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One bridge in the words of switchctl: ports with settings as they are typed, frames with tags as {@link TagText} has them. */
final class Trace {

    static final String A = "02:00:00:00:00:0a";
    static final String B = "02:00:00:00:00:0b";
    static final String C = "02:00:00:00:00:0c";
    static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    static final String MULTICAST = "01:00:5e:00:00:01";

    private static final int AGEING_SECONDS = 300;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final List<String> moves = new ArrayList<>();
    private final Set<Integer> ports = new HashSet<>();
    private final EgressSet egress = new EgressSet();
    private final Forwarder forwarder;
    private long nowNanos;

    Trace(final int tableSize) {
        final MacTable fdb = new MacTable(tableSize, AGEING_SECONDS, 1);
        fdb.listener(new FdbListener() {
            @Override
            public void onMove(final int vlan, final long mac, final int from, final int to) {
                moves.add(MacAddress.format(mac) + " in VLAN " + vlan + " from p" + from + " to p" + to);
            }
        });
        forwarder = new Forwarder(fdb);
    }

    /** Where a frame went: by port the tags on the wire, or why nowhere. */
    record Outcome(DropReason reason, SortedMap<Integer, String> out) {

        @Override
        public String toString() {
            return reason != null ? "dropped: " + reason.label() : out.entrySet().stream()
                .map(entry -> "p" + entry.getKey() + (entry.getValue().equals(TagText.UNTAGGED) ? " untagged" : " tagged " + entry.getValue()))
                .collect(Collectors.joining(", "));
        }
    }

    /** Adds a port, or changes all its settings. */
    Trace port(final int number, final String settings) {
        if (ports.add(number)) {
            forwarder.addPort(number, TypedSettings.rules(settings), nowNanos);
        } else {
            forwarder.configurePort(number, TypedSettings.rules(settings), nowNanos);
        }
        egress.ensureCapacity(ports.size());
        return this;
    }

    void at(final long seconds) {
        atNanos(seconds * SECOND_NANOS);
    }

    void atNanos(final long nanos) {
        nowNanos = nanos;
    }

    /** A frame comes in: "p1 untagged, p4 tagged 10", or "dropped: locked". */
    String in(final int port, final String tags, final String source, final String destination) {
        return in(port, TaggedFrame.of(destination, source, tags)).toString();
    }

    Outcome in(final int port, final TaggedFrame frame) {
        final DropReason reason = forwarder.decide(frame.view(), port, nowNanos, egress);
        final SortedMap<Integer, String> out = new TreeMap<>();
        for (int i = 0; i < egress.size(); i++) {
            final String before = out.put(egress.port(i), TagText.format(frame.leavingWith(egress.tags(i))));
            if (before != null) {
                throw new AssertionError("twice out of p" + egress.port(i));
            }
        }
        return new Outcome(reason, out);
    }

    void fix(final int vlan, final String mac, final int port) {
        forwarder.fdb().fix(vlan, MacAddress.parse(mac), port, false, seconds());
    }

    void fixSticky(final int vlan, final String mac, final int port) {
        forwarder.fdb().fix(vlan, MacAddress.parse(mac), port, true, seconds());
    }

    /** The port behind which a station is known to be, {@link MacTable#UNKNOWN} without one. */
    int known(final int vlan, final String mac) {
        return forwarder.fdb().lookup(vlan, MacAddress.parse(mac), seconds());
    }

    /** Moves that were reported: "02:00:00:00:00:0a in VLAN 0 from p1 to p2". */
    List<String> moves() {
        return moves;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    MacTable fdb() {
        return forwarder.fdb();
    }

    private int seconds() {
        return (int) (nowNanos / SECOND_NANOS);
    }
}
