package io.switchd.compare;

import io.switchd.compare.measure.Figures;
import io.switchd.compare.report.BarCharts;
import io.switchd.compare.report.JsonReport;
import io.switchd.compare.report.MarkdownTables;
import io.switchd.compare.report.Results;
import io.switchd.compare.subject.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures switchd beside others, interleaved over several rounds in one sitting, and prints medians and ratios: on a
 * machine whose speed changes from minute to minute, a ratio says more than a figure.
 */
public final class Comparison {

    private static final int EXIT_USAGE = 2;

    private Comparison() {
    }

    public static void main(final String[] args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            System.exit(run(Options.parse(args), args) ? 0 : 1);
        } catch (final IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(EXIT_USAGE);
        }
    }

    private static boolean run(final Options options, final String... args) throws IOException {
        final Results results = new Results();
        final Sitting sitting = new Sitting(options, results);
        final List<Scenario> scenarios = options.isScale() ? Scale.scenarios()
            : List.of(new Scenario("two hosts", Topology.ofHosts(2), Figures.measurements()));
        sitting.run(scenarios.stream().map(scenario -> scenario.only(options.families())).toList());
        new MarkdownTables(results).print(System.out, options.setting());
        if (options.json().isPresent()) {
            JsonReport.write(options.json().get(), results, args);
        }
        if (options.svg().isPresent()) {
            BarCharts.write(options.svg().get(), results);
        }
        final List<String> troubles = new ArrayList<>(sitting.troubles());
        if (options.isSmoke() && !options.isScale()) {
            troubles.addAll(SmokeCheck.troubles(results));
        }
        troubles.forEach(trouble -> System.err.println("compare: " + trouble));
        return troubles.isEmpty();
    }
}
