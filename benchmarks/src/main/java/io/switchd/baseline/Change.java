package io.switchd.baseline;

/**
 * What became of one benchmark since the baseline, each run's time taken as a multiple of that run's reference.
 *
 * <p>The errors of all four scores are given their due: a benchmark is slower by so much when it is even if the
 * baseline was as slow, and now is as fast, as their errors allow. So a busy machine, whose errors are large, tells
 * little, but nothing wrong.
 */
record Change(Score baseline, Score now, double ratio, double least, double most) {

    private static final double NOTABLE = 1.15;
    private static final double TOO_MUCH = 1.30;

    static Change of(final Score baseline, final Score baselineReference, final Score now, final Score nowReference) {
        return new Change(baseline, now,
            now.score() / nowReference.score() / (baseline.score() / baselineReference.score()),
            now.least() / nowReference.most() / (baseline.most() / baselineReference.least()),
            now.most() / nowReference.least() / (baseline.least() / baselineReference.most()));
    }

    boolean isSlower() {
        return least > NOTABLE;
    }

    boolean isFaster() {
        return most < 1 / NOTABLE;
    }

    boolean isTooSlow() {
        return least > TOO_MUCH;
    }

    String mark() {
        return isTooSlow() ? "TOO SLOW" : isSlower() ? "slower" : isFaster() ? "faster" : "";
    }
}
