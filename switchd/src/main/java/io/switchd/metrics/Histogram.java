package io.switchd.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.switchd.count.Distribution;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Distributions that were counted elsewhere, as a histogram. It speaks to Prometheus's own registry below Micrometer,
 * whose histograms want to be told each value, for which a loop has no time.
 */
final class Histogram implements Collector {

    private static final double NANOS = 1e-9;

    private final String name;
    private final String meaning;
    private final double unit;
    private final Map<Labels, Distribution> distributions = new LinkedHashMap<>();

    private Histogram(final String name, final String meaning, final double unit) {
        this.name = name;
        this.meaning = meaning;
        this.unit = unit;
    }

    /** Of numbers. */
    static Histogram of(final String name, final String meaning) {
        return new Histogram(name, meaning, 1);
    }

    /** Of nanoseconds, which Prometheus wants as seconds. */
    static Histogram ofNanos(final String name, final String meaning) {
        return new Histogram(name, meaning, NANOS);
    }

    Histogram add(final Distribution distribution, final String... labels) {
        distributions.put(Labels.of(labels), distribution);
        return this;
    }

    @Override
    public MetricSnapshot collect() {
        final HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(meaning);
        distributions.forEach((labels, distribution) -> snapshot.dataPoint(HistogramDataPointSnapshot.builder()
            .labels(labels).classicHistogramBuckets(buckets(distribution)).sum(distribution.sum() * unit).build()));
        return snapshot.build();
    }

    private ClassicHistogramBuckets buckets(final Distribution distribution) {
        final ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        final int last = distribution.size() - 1;
        for (int i = 0; i < last; i++) {
            buckets.bucket(distribution.bound(i) * unit, distribution.count(i));
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, distribution.count(last)).build();
    }
}
