package io.switchd.baseline;

import io.switchd.compare.report.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of each stage, and keeps their scores as the baseline or compares them with it. The reference is
 * run with every choice of them.
 */
public final class StageBenchmarks {

    static final String USAGE = """
        usage: benchmarks/jmh [--save | --compare] [JMH-OPTIONS] [PATTERN]...

        Runs the benchmarks whose names match a pattern, or all (about six minutes), each in one fork with 3 iterations of
        1 s to warm up and 5 that count, unless options of JMH such as -f, -wi, -i, -w and -r say otherwise (-h lists them).
        All results are written to benchmarks/target/jmh.json, or where -rff says.

          --save       makes the scores the baseline, benchmarks/baseline.json; takes no pattern
          --compare    prints the scores beside the baseline, as multiples of the reference of the same run; exits with 1
                       when one is more than 30 % slower than the errors of both allow
        """;

    private static final Path BASELINE = Path.of("benchmarks", "baseline.json");
    private static final String RESULT = "benchmarks/target/jmh.json";
    private static final String SAVE = "--save";
    private static final String COMPARE = "--compare";
    private static final int EXIT_TOO_SLOW = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 3;

    private final boolean isSave;
    private final boolean isCompare;
    private final CommandLineOptions jmh;

    /** @throws IllegalArgumentException with a sentence about what is wrong */
    StageBenchmarks(final String... args) {
        final List<String> words = new ArrayList<>(Arrays.asList(args));
        isSave = words.removeIf(SAVE::equals);
        isCompare = words.removeIf(COMPARE::equals);
        try {
            jmh = new CommandLineOptions(words.toArray(String[]::new));
        } catch (final CommandLineOptionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (isSave && isCompare) {
            throw new IllegalArgumentException("--save and --compare exclude each other");
        }
        if (isSave && !isWhole()) {
            throw new IllegalArgumentException("a baseline is of all benchmarks: --save takes no pattern");
        }
    }

    public static void main(final String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            System.exit(new StageBenchmarks(args).run() ? 0 : EXIT_TOO_SLOW);
        } catch (final IOException | RunnerException e) {
            System.err.println("jmh: " + e.getMessage());
            System.exit(EXIT_FAILED);
        } catch (final IllegalArgumentException e) {
            System.err.println("jmh: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(EXIT_USAGE);
        }
    }

    private boolean run() throws IOException, RunnerException {
        if (jmh.shouldHelp()) {
            jmh.showHelp();
            return true;
        }
        if (jmh.shouldList()) {
            new Runner(options()).list();
            return true;
        }
        final Sheet baseline = isCompare ? Sheet.read(BASELINE) : null;
        final Map<String, String> setting = setting();
        final Sheet now = new Sheet(setting, new Runner(options()).run().stream().map(StageBenchmarks::score).toList());
        if (isSave) {
            now.write(BASELINE);
        }
        if (baseline == null) {
            return true;
        }
        final BaselineComparison comparison = new BaselineComparison(baseline, now);
        comparison.print(System.out, isWhole());
        return !comparison.isTooSlow();
    }

    boolean isWhole() {
        return jmh.getIncludes().isEmpty() && jmh.getExcludes().isEmpty();
    }

    Options options() {
        final ChainedOptionsBuilder options = new OptionsBuilder().parent(jmh).shouldFailOnError(true);
        if (!jmh.getIncludes().isEmpty()) {
            options.include(ReferenceBenchmark.class.getSimpleName());
        }
        if (!jmh.getResult().hasValue()) {
            options.result(RESULT);
        }
        if (!jmh.getResultFormat().hasValue()) {
            options.resultFormat(ResultFormatType.JSON);
        }
        return options.build();
    }

    /** With the load before the benchmarks make their own. */
    private static Map<String, String> setting() {
        final Map<String, String> setting = new LinkedHashMap<>();
        Machine.facts().forEach((name, value) -> setting.put(name, value.toString()));
        return setting;
    }

    private static Score score(final RunResult run) {
        final Map<String, String> params = new LinkedHashMap<>();
        run.getParams().getParamsKeys().forEach(name -> params.put(name, run.getParams().getParam(name)));
        final Result<?> result = run.getPrimaryResult();
        return new Score(run.getParams().getBenchmark(), params, result.getScore(), result.getScoreError(), result.getScoreUnit());
    }
}
