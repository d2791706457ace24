package io.switchd.compare.report;

import io.switchd.compare.measure.Figure;
import io.switchd.compare.subject.Switchd;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** Two tables: the medians, and what switchd's are in relation to each peer's. */
public final class MarkdownTables {

    private final Results results;

    public MarkdownTables(final Results results) {
        this.results = results;
    }

    public void print(final PrintStream out, final String setting) {
        out.println(setting + "; " + Machine.summary());
        table(out, results.subjects(), (subject, figure) -> format(results.median(subject, figure)));
        final List<String> peers = results.subjects().stream().filter(subject -> !subject.equals(Switchd.NAME)).toList();
        if (results.has(Switchd.NAME) && !peers.isEmpty()) {
            out.println("\nswitchd in relation to each; + where more is better, - where less is:");
            table(out, peers, this::ratio);
        }
    }

    private String ratio(final String peer, final Figure figure) {
        final OptionalDouble ours = results.median(Switchd.NAME, figure);
        final OptionalDouble theirs = results.median(peer, figure);
        return ours.isEmpty() || theirs.isEmpty() || theirs.getAsDouble() == 0 ? ""
            : Numbers.format(ours.getAsDouble() / theirs.getAsDouble()) + (figure.moreIsBetter() ? " +" : " -");
    }

    private static String format(final OptionalDouble value) {
        return value.isPresent() ? Numbers.format(value.getAsDouble()) : "";
    }

    private void table(final PrintStream out, final List<String> columns, final BiFunction<String, Figure, String> cell) {
        out.println("\n| | " + String.join(" | ", columns) + " |");
        out.println("|---|" + "---:|".repeat(columns.size()));
        for (final Figure figure : results.figures()) {
            out.print("| " + figure.label() + " |");
            columns.forEach(column -> out.print(" " + cell.apply(column, figure) + " |"));
            out.println();
        }
    }
}
