package io.switchd.baseline;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one benchmark with certain parameters came to.
 *
 * @param score time of one operation
 * @param error half the interval of confidence, as JMH reckons it; none is NaN
 */
record Score(String benchmark, Map<String, String> params, double score, double error, String unit) {

    /** By which the same is found in another run; of what is measured in another unit it is another. */
    String key() {
        return benchmark + new TreeMap<>(params) + unit;
    }

    /** For people: class, method and parameters. */
    String label() {
        final StringBuilder label = new StringBuilder(benchmark.replace("io.switchd.", "").replace("Benchmark.", "."));
        new TreeMap<>(params).forEach((name, value) -> label.append(' ').append(name).append('=').append(value));
        return label.toString();
    }

    double least() {
        return Double.isNaN(error) ? 0 : Math.max(0, score - error);
    }

    double most() {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : score + error;
    }
}
