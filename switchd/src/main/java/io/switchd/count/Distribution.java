package io.switchd.count;

/**
 * How values are spread: how many were at most each of some bounds, and their sum. One thread notes them, any other may
 * read at any time, as of {@link Counts}; what has been noted meanwhile may be in one number and not yet in another.
 */
public final class Distribution {

    private final long[] bounds;
    private final Counts counts;

    /** @param bounds that a value may be at most, in rising order; beyond the last of them there is one more bucket */
    public Distribution(final long... bounds) {
        this.bounds = bounds.clone();
        counts = new Counts(bounds.length + 2);
    }

    /** For the thread that notes. */
    public void note(final long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts.add(bucket, 1);
        counts.add(bounds.length + 1, value);
    }

    /** Of buckets, that beyond the last bound among them. */
    public int size() {
        return bounds.length + 1;
    }

    /** The bound of each bucket but the last. */
    public long bound(final int bucket) {
        return bounds[bucket];
    }

    /** How many values were in a bucket and in none before it. */
    public long count(final int bucket) {
        return counts.get(bucket);
    }

    /** Of all values. */
    public long sum() {
        return counts.get(bounds.length + 1);
    }
}
