package io.switchd.compare;

import io.switchd.compare.subject.Host;
import io.switchd.compare.subject.Subject;
import io.switchd.compare.subject.Subjects;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures switchd beside others, interleaved over several rounds in one sitting, and prints medians and ratios: on a
 * machine whose speed changes from minute to minute, a ratio says more than a figure. Arguments: rounds (3), seconds
 * for each measurement (2).
 */
public final class Comparison {

    private static final List<Subject> SUBJECTS = Subjects.names().stream().map(Subjects::of).toList();

    private Comparison() {
    }

    public static void main(final String[] args) throws IOException {
        final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        final int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        final Map<String, Map<Measurements.Figure, List<Double>>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (final Subject subject : SUBJECTS) {
                if (subject.whyNot().isPresent()) {
                    System.err.println("skipped: " + subject.whyNot().get());
                    continue;
                }
                System.err.println("round " + round + " of " + rounds + ": " + subject.name());
                measure(subject, seconds).forEach((figure, value) -> results
                    .computeIfAbsent(subject.name(), name -> new EnumMap<>(Measurements.Figure.class))
                    .computeIfAbsent(figure, name -> new ArrayList<>()).add(value));
            }
        }
        print(results, rounds, seconds);
    }

    private static Map<Measurements.Figure, Double> measure(final Subject subject, final int seconds) throws IOException {
        try (Lab lab = new Lab()) {
            try {
                subject.open(lab, List.of(Host.of(0), Host.of(1)));
                return new Measurements(lab, seconds).all();
            } finally {
                subject.disconnect();
            }
        }
    }

    private static void print(final Map<String, Map<Measurements.Figure, List<Double>>> results, final int rounds, final int seconds) {
        System.out.printf("Medians of %d interleaved rounds of %d s; Java %s, Linux %s, %d processors%n%n", rounds, seconds,
            Runtime.version(), System.getProperty("os.version"), Runtime.getRuntime().availableProcessors());
        System.out.print("| |");
        results.keySet().forEach(name -> System.out.print(" " + name + " |"));
        System.out.print(" switchd : kernel bridge |\n|---|");
        results.keySet().forEach(name -> System.out.print("---|"));
        System.out.println("---|");
        for (final Measurements.Figure figure : Measurements.Figure.values()) {
            System.out.print("| " + figure.label() + " |");
            results.values().forEach(values -> System.out.printf(Locale.ROOT, " %.1f |", median(values.get(figure))));
            final double ratio = median(results.get("switchd").get(figure)) / median(results.get("kernel bridge").get(figure));
            System.out.printf(Locale.ROOT, " %.2f (%s is better) |%n", ratio, figure.moreIsBetter() ? "more" : "less");
        }
    }

    private static double median(final List<Double> values) {
        final List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        final int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
