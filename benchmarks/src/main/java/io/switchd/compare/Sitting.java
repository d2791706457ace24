package io.switchd.compare;

import io.switchd.compare.measure.Bench;
import io.switchd.compare.measure.Effort;
import io.switchd.compare.measure.Measurement;
import io.switchd.compare.report.Results;
import io.switchd.compare.subject.Subject;
import io.switchd.compare.subject.Subjects;
import io.switchd.compare.subject.Switchd;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures subjects one after another, round by round, each time from nothing. What does not work is said and left out,
 * so that one peer's trouble does not cost the figures of the others; of switchd it is remembered too.
 */
final class Sitting {

    private final Options options;
    private final Results results;
    private final List<String> troubles = new ArrayList<>();

    Sitting(final Options options, final Results results) {
        this.options = options;
        this.results = results;
    }

    /** What went wrong with switchd. */
    List<String> troubles() {
        return troubles;
    }

    void run(final List<Scenario> scenarios) {
        final List<String> names = present();
        for (int round = 1; round <= options.rounds(); round++) {
            for (final Scenario scenario : scenarios) {
                for (final String name : names) {
                    final Subject subject = Subjects.of(name);
                    if (!scenario.measurements().isEmpty() && scenario.topology().hosts().size() <= subject.maxHosts()) {
                        say("round " + round + " of " + options.rounds() + ", " + scenario.name() + ": " + subject.name());
                        measure(subject, scenario);
                    }
                }
            }
        }
    }

    private List<String> present() {
        final List<String> present = new ArrayList<>();
        for (final String name : options.subjects()) {
            final Optional<String> whyNot = Subjects.of(name).whyNot();
            if (whyNot.isPresent()) {
                say("skipped: " + whyNot.get());
            } else {
                present.add(name);
            }
        }
        return present;
    }

    private void measure(final Subject subject, final Scenario scenario) {
        final Effort effort = options.effort();
        try (Lab lab = new Lab()) {
            try {
                subject.open(lab, scenario.topology());
                final Bench bench = new Bench(lab, scenario.topology(), subject.processes(), effort);
                bench.warmUp();
                for (final Measurement measurement : scenario.measurements()) {
                    measure(subject, measurement, bench);
                }
            } finally {
                subject.disconnect();
            }
        } catch (final IOException | RuntimeException | AssertionError e) {
            trouble(subject, scenario.name(), e);
        }
    }

    private void measure(final Subject subject, final Measurement measurement, final Bench bench) {
        try {
            bench.settle();
            measurement.measure(bench, (figure, value) -> {
                if (options.families().contains(figure.family())) {
                    results.add(subject.name(), figure, value);
                }
            });
        } catch (final IOException | RuntimeException | AssertionError e) {
            trouble(subject, measurement.figures().get(0).label(), e);
        }
    }

    private void trouble(final Subject subject, final String what, final Throwable e) {
        final String text = subject.name() + ", " + what + ": " + e;
        say("not measured: " + text);
        if (subject.name().equals(Switchd.NAME)) {
            troubles.add(text);
        }
    }

    private static void say(final String text) {
        System.err.println(text);
    }
}
