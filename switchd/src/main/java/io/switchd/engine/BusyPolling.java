package io.switchd.engine;

/**
 * Decides when a loop that found nothing to do sleeps: at once, or after it has gone on looking for a while. To be
 * woken costs tens of microseconds on a machine whose processors halt, which is most of a round trip; to look on costs
 * a processor.
 *
 * <p>So a loop looks on only where it pays: after pauses that were mostly short, as between the requests and answers of
 * two hosts that talk. Each short pause speaks for it and each long one, twice as loud, against it; a loop whose pauses
 * are long, or that has none, never looks on.
 *
 * <p>A pause begins with the first cycle that finds nothing, not with the last that found something, which may have had
 * long to do.
 *
 * <p>Confined to the thread of the loop. {@code benchmarks/compare --figures transactions} shows what it gives.
 */
public final class BusyPolling {

    public static final int DEFAULT_MICROS = 50;

    private static final int MOST = 16;
    private static final int ENOUGH = 8;

    private final long longestNanos;
    private long pauseStart;
    private int score;
    private boolean pausing;

    /** @param longestNanos that it looks on; 0 for never */
    public BusyPolling(final long longestNanos) {
        this.longestNanos = longestNanos;
    }

    /**
     * To be told of each cycle.
     *
     * @param nowNanos when it began
     */
    public void cycled(final int frames, final long nowNanos) {
        if (frames == 0 && !pausing) {
            pausing = true;
            pauseStart = nowNanos;
        } else if (frames > 0 && pausing) {
            pausing = false;
            score = nowNanos - pauseStart <= longestNanos ? Math.min(score + 1, MOST) : Math.max(score - 2, 0);
        }
    }

    /** Whether the loop should sleep, after a cycle that found nothing. */
    public boolean isOver(final long nowNanos) {
        return score < ENOUGH || nowNanos - pauseStart > longestNanos;
    }
}
