package io.switchd.compare;

import io.switchd.compare.measure.Effort;
import io.switchd.compare.measure.Family;
import io.switchd.compare.subject.Subjects;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The command line of the comparison. */
final class Options {

    static final String USAGE = """
        usage: benchmarks/compare [OPTIONS] [ROUNDS [SECONDS]]

        Measures switchd beside other switches, in ROUNDS interleaved rounds (3) with SECONDS (2) for each run, as root, and
        prints medians and ratios. A switch that is not installed is skipped.

          --subjects NAME,...  of direct, bridge, ovs, ovs-tso, vde, bare, switchd; all
          --figures NAME,...   of tcp, retransmits, frames, zero-loss, rtt,
                               transactions, transaction-time, overload, cpu, memory;
                               with --scale of ports, flood, flows, learning,
                               blocking, fairness; all of these. Only when named:
                               sizes, frames of each size of RFC 2544
          --json FILE          writes all values, and what they were measured on
          --svg DIRECTORY      writes a chart for each kind of figures
          --scale              many ports, flooding, many stations, learning, a congested port, two senders to one
                               receiver: by default of bridge, bare and switchd
          --smoke              everything once and briefly, about a minute; fails when switchd does not work, or is not far
                               ahead of Open vSwitch as shipped where it always is
        """;

    private static final List<String> SCALE_SUBJECTS = List.of("bridge", "bare", "switchd");

    private final List<Integer> numbers = new ArrayList<>();
    private List<String> subjects = List.of();
    private Set<Family> families = Family.usual();
    private Path json;
    private Path svg;
    private boolean scale;
    private boolean smoke;

    private Options() {
    }

    /** @throws IllegalArgumentException with a sentence about what is wrong */
    static Options parse(final String... args) {
        final Options options = new Options();
        final Deque<String> words = new ArrayDeque<>(List.of(args));
        while (!words.isEmpty()) {
            options.take(words.pop(), words);
        }
        if (options.numbers.size() > 2) {
            throw new IllegalArgumentException("more than ROUNDS and SECONDS were given");
        }
        return options;
    }

    private void take(final String word, final Deque<String> rest) {
        switch (word) {
            case "--subjects" -> subjects = List.of(value(word, rest).split(","));
            case "--figures" -> {
                families = EnumSet.noneOf(Family.class);
                List.of(value(word, rest).split(",")).forEach(name -> families.add(Family.of(name)));
            }
            case "--json" -> json = Path.of(value(word, rest));
            case "--svg" -> svg = Path.of(value(word, rest));
            case "--scale" -> scale = true;
            case "--smoke" -> smoke = true;
            default -> numbers.add(number(word));
        }
        subjects.forEach(Subjects::of);
    }

    private static String value(final String option, final Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.pop();
    }

    private static int number(final String word) {
        if (!word.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("\"" + word + "\" is neither an option nor a number from 1 to 9999");
        }
        return Integer.parseInt(word);
    }

    int rounds() {
        return numbers.isEmpty() ? smoke ? 1 : 3 : numbers.get(0);
    }

    Effort effort() {
        return smoke ? Effort.smoke() : Effort.ofSeconds(seconds());
    }

    private int seconds() {
        return numbers.size() < 2 ? 2 : numbers.get(1);
    }

    List<String> subjects() {
        return subjects.isEmpty() ? scale ? SCALE_SUBJECTS : Subjects.names() : subjects;
    }

    Set<Family> families() {
        return families;
    }

    Optional<Path> json() {
        return Optional.ofNullable(json);
    }

    Optional<Path> svg() {
        return Optional.ofNullable(svg);
    }

    boolean isScale() {
        return scale;
    }

    boolean isSmoke() {
        return smoke;
    }

    String setting() {
        return "Medians of " + rounds() + " interleaved rounds" + (smoke ? ", far too short to be more than a sign of life" : " of " + seconds() + " s");
    }
}
