package io.switchd.fuzz;

import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;

/** One port as the model has it: the real port in memory, what is set of it, and what must have been counted there. */
final class ModelPort {

    private static final DropReason[] REASONS = DropReason.values();
    private static final double SECOND_NANOS = 1e9;

    final String name;
    final String bridge;
    final FuzzedPort port;
    final long[] drops = new long[DropReason.count()];
    int number;
    long received;
    private PortWords words;
    private final int[] stormLimits = new int[3];
    private final long[] stormSince = new long[3];
    private final long[] stormPassed = new long[3];

    ModelPort(final String name, final String bridge, final FuzzedPort port) {
        this.name = name;
        this.bridge = bridge;
        this.port = port;
    }

    PortWords words() {
        return words;
    }

    void words(final PortWords changed, final long nowNanos) {
        words = changed;
        limit(0, changed.rules.stormUnknown(), nowNanos);
        limit(1, changed.rules.stormMulticast(), nowNanos);
        limit(2, changed.rules.stormBroadcast(), nowNanos);
    }

    private void limit(final int kind, final int perSecond, final long nowNanos) {
        if (stormLimits[kind] != perSecond) {
            stormLimits[kind] = perSecond;
            stormSince[kind] = nowNanos;
            stormPassed[kind] = 0;
        }
    }

    boolean floods(final int kind) {
        return kind == 0 ? words.rules.floodUnknown() : kind == 1 ? words.rules.floodMulticast() : words.rules.floodBroadcast();
    }

    /**
     * Notes a frame that was to be flooded, and checks that the limit neither let too many pass nor refused one that
     * it could not yet have refused. A train counts as its segments, and passes when its first may. How a limit spreads its frames is its own business.
     */
    void storm(final int kind, final boolean passed, final int frames, final long nowNanos) {
        final int perSecond = stormLimits[kind];
        final int burst = Math.min(perSecond, Math.max(10, perSecond / 10));
        if (!passed) {
            Violation.unless(perSecond > 0, "a frame is not refused where there is no storm limit");
            Violation.unless(stormPassed[kind] >= burst, "a storm limit lets its burst pass");
            return;
        }
        final double allowed = burst + perSecond * ((nowNanos - stormSince[kind]) / SECOND_NANOS);
        final boolean isWithin = perSecond == 0 || stormPassed[kind] + 1 <= allowed;
        stormPassed[kind] += frames;
        Violation.unless(isWithin, "a storm limit lets no more pass than it says");
    }

    /** Whether a frame of this port may leave by another, or by itself, VLANs aside. */
    boolean reaches(final ModelPort other) {
        if (!other.bridge.equals(bridge)) {
            return false;
        }
        final boolean bothIsolated = words.rules.isolated() && other.words.rules.isolated();
        return (other != this || words.rules.hairpin()) && !bothIsolated;
    }

    void checkCounters() {
        checkCounters(port.counters().snapshot());
    }

    void checkCounters(final PortCounters.Snapshot counted) {
        Violation.unless(counted.rxFrames() == received, "each frame that came in is counted");
        for (final DropReason reason : REASONS) {
            Violation.unless(!reason.isIngress() || counted.dropped(reason) == drops[reason.ordinal()], "each lost frame is counted under its reason", reason);
        }
        Violation.unless(port.isFlushed(), "what was queued is sent before the next port's turn");
        Violation.unless(counted.txFrames() + counted.txDropped() == port.allGiven, "frames out are those that were to leave, but for those dropped there");
    }
}
