package io.switchd.compare.measure;

/** How many frames were offered, those that the kernel refused to take included, and in what time. */
record Offer(long frames, long nanos) {

    private static final double NANOS_PER_SECOND = 1e9;

    double perSecond() {
        return frames * NANOS_PER_SECOND / nanos;
    }
}
