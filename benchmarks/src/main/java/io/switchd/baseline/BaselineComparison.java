package io.switchd.baseline;

import io.switchd.compare.report.Numbers;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run beside the baseline: what both have is compared, what one of them lacks is told. */
final class BaselineComparison {

    private final Sheet baseline;
    private final Sheet now;
    private final List<Change> changes = new ArrayList<>();
    private final List<Score> added = new ArrayList<>();

    /** @throws IllegalArgumentException when one of them lacks the reference */
    BaselineComparison(final Sheet baseline, final Sheet now) {
        this.baseline = baseline;
        this.now = now;
        for (final Score score : now.scores()) {
            final Optional<Score> before = baseline.find(score.key());
            if (before.isPresent()) {
                changes.add(Change.of(before.get(), baseline.reference(), score, now.reference()));
            } else {
                added.add(score);
            }
        }
    }

    List<Change> changes() {
        return changes;
    }

    boolean isTooSlow() {
        return changes.stream().anyMatch(Change::isTooSlow);
    }

    /** @param isWhole whether all benchmarks were run, so that one of the baseline that was not is there no more */
    void print(final PrintStream out, final boolean isWhole) {
        final double machine = now.reference().score() / baseline.reference().score();
        out.println("baseline: " + baseline.setting() + "\nnow: " + now.setting());
        out.println("The reference takes " + Numbers.format(machine) + " times as long as in the baseline, for which the ratios make up.\n");
        out.println("| benchmark | baseline (ns) | now (ns) | ratio | |\n|---|---:|---:|---:|---|");
        changes.forEach(change -> out.println("| " + change.now().label() + " | " + figure(change.baseline()) + " | " + figure(change.now()) + " | "
            + Numbers.format(change.ratio()) + " | " + change.mark() + " |"));
        added.forEach(score -> out.println("| " + score.label() + " | | " + figure(score) + " | | new |"));
        if (isWhole) {
            baseline.scores().stream().filter(score -> now.find(score.key()).isEmpty())
                .forEach(score -> out.println("| " + score.label() + " | " + figure(score) + " | | | gone |"));
        }
    }

    private static String figure(final Score score) {
        return Numbers.format(score.score()) + " ± " + (Double.isNaN(score.error()) ? "?" : Numbers.format(score.error()));
    }
}
