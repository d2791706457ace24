package io.switchd.compare.report;

import io.switchd.compare.measure.Figure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** All values of a sitting: by subject and figure one for each round in which it was measured. */
public final class Results {

    private final Map<String, Map<Figure, List<Double>>> values = new LinkedHashMap<>();
    private final Set<Figure> figures = new LinkedHashSet<>();

    public void add(final String subject, final Figure figure, final double value) {
        figures.add(figure);
        values.computeIfAbsent(subject, name -> new LinkedHashMap<>()).computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
    }

    public boolean has(final String subject) {
        return values.containsKey(subject);
    }

    public boolean hasFigure(final Figure figure) {
        return figures.contains(figure);
    }

    List<String> subjects() {
        return List.copyOf(values.keySet());
    }

    /** By family, in the order in which they were measured. */
    List<Figure> figures() {
        final List<Figure> sorted = new ArrayList<>(figures);
        sorted.sort((left, right) -> left.family().compareTo(right.family()));
        return sorted;
    }

    List<Double> values(final String subject, final Figure figure) {
        return values.getOrDefault(subject, Map.of()).getOrDefault(figure, List.of());
    }

    public OptionalDouble median(final String subject, final Figure figure) {
        final List<Double> sorted = new ArrayList<>(values(subject, figure));
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        Collections.sort(sorted);
        final int middle = sorted.size() / 2;
        return OptionalDouble.of(sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }
}
