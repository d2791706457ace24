package io.switchd.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The meters of things that come and go: each has its own for as long as it is there, so that the number of series is
 * that of the things and not of all that ever were. A thing that is equal to none of before gets new meters, which show
 * the same numbers when it has the same counters.
 *
 * <p>Holds the things, which meters do not: they only have weak references.
 */
final class MeterSet<T> {

    private final MeterRegistry registry;
    private final Function<T, List<Meter>> maker;
    private final Map<T, List<Meter>> meters = new HashMap<>();
    private List<T> latest = List.of();

    MeterSet(final MeterRegistry registry, final Function<T, List<Meter>> maker) {
        this.registry = registry;
        this.maker = maker;
    }

    /** @param present things, in a list that never changes */
    void follow(final List<T> present) {
        if (present == latest) {
            return;
        }
        latest = present;
        final Set<T> gone = new HashSet<>(meters.keySet());
        present.forEach(gone::remove);
        gone.forEach(thing -> meters.remove(thing).forEach(registry::remove));
        present.forEach(thing -> meters.computeIfAbsent(thing, maker));
    }
}
