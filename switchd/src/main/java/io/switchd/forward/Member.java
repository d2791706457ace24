package io.switchd.forward;

import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.vlan.PortVlan;

/** A port as a member of a bridge: its number, its rules, and how much of each storm limit is used up. */
final class Member {

    /** The kinds of frames that are flooded. */
    static final int UNKNOWN = 0;
    static final int MULTICAST = 1;
    static final int BROADCAST = 2;

    private final int number;
    private final TokenBucket[] storm = new TokenBucket[BROADCAST + 1];
    private PortRules rules;
    private int floods;

    Member(final int number, final PortRules rules, final long nowNanos) {
        this.number = number;
        rules(rules, nowNanos);
    }

    /** Changes the rules; a storm limit that stays goes on where it is. */
    void rules(final PortRules changed, final long nowNanos) {
        rules = changed;
        floods = bit(UNKNOWN, changed.floodUnknown()) | bit(MULTICAST, changed.floodMulticast()) | bit(BROADCAST, changed.floodBroadcast());
        limit(UNKNOWN, changed.stormUnknown(), nowNanos);
        limit(MULTICAST, changed.stormMulticast(), nowNanos);
        limit(BROADCAST, changed.stormBroadcast(), nowNanos);
    }

    private static int bit(final int kind, final boolean isSet) {
        return isSet ? 1 << kind : 0;
    }

    private void limit(final int kind, final int perSecond, final long nowNanos) {
        if (perSecond == 0) {
            storm[kind] = null;
        } else if (storm[kind] == null || !storm[kind].isFor(perSecond)) {
            storm[kind] = new TokenBucket(perSecond, nowNanos);
        }
    }

    int number() {
        return number;
    }

    PortRules rules() {
        return rules;
    }

    PortVlan vlan() {
        return rules.vlan();
    }

    boolean floods(final int kind) {
        return (floods >>> kind & 1) != 0;
    }

    /** Whether one more frame of a kind that is flooded may come in; a train counts as what it is on a wire. */
    boolean mayFlood(final int kind, final FrameView frame, final long nowNanos) {
        return storm[kind] == null || storm[kind].take(nowNanos, OffloadHeader.wireFrames(frame));
    }

    /** Whether a frame of this member may leave by another, or by this one, as far as isolation and hairpin go. */
    boolean reaches(final Member other) {
        return (other != this || rules.hairpin()) && !(rules.isolated() && other.rules.isolated());
    }
}
