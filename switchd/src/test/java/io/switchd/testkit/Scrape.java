package io.switchd.testkit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of metrics, read as Prometheus reads it: the text format 0.0.4. */
public final class Scrape {

    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:" + LABEL + ",?)*)})? (\\S+)");

    private final Map<String, String> help = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();
    private final Map<Series, Double> samples = new LinkedHashMap<>();

    /** A name with its labels. */
    public record Series(String name, Map<String, String> labels) { }

    private Scrape() {
    }

    public static Scrape parse(final String page) {
        final Scrape scrape = new Scrape();
        page.lines().forEach(scrape::read);
        return scrape;
    }

    private void read(final String line) {
        final Matcher type = TYPE.matcher(line);
        final Matcher meaning = HELP.matcher(line);
        final Matcher sample = SAMPLE.matcher(line);
        if (type.matches()) {
            types.put(type.group(1), type.group(2));
        } else if (meaning.matches()) {
            help.put(meaning.group(1), meaning.group(2));
        } else if (sample.matches()) {
            final Series series = new Series(sample.group(1), labels(sample.group(2)));
            final String value = sample.group(5);
            if (samples.put(series, value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value)) != null) {
                throw new AssertionError("twice in one scrape: " + series);
            }
        } else {
            throw new AssertionError("no line of the text format: " + line);
        }
    }

    private static Map<String, String> labels(final String text) {
        final Map<String, String> labels = new TreeMap<>();
        final Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), unescaped(label.group(2)));
        }
        return labels;
    }

    private static String unescaped(final String text) {
        return Pattern.compile("\\\\(.)").matcher(text).replaceAll(escape -> Matcher.quoteReplacement(escape.group(1).replace('n', '\n')));
    }

    /** By the names of metrics. */
    public Map<String, String> types() {
        return types;
    }

    /** What each metric is said to mean, by its name. */
    public Map<String, String> help() {
        return help;
    }

    /** Names of the labels of samples of a name; null when there is no such sample. */
    public Set<String> labelsOf(final String name) {
        final Set<Series> found = samples.keySet().stream().filter(series -> series.name().equals(name)).collect(Collectors.toSet());
        return found.isEmpty() ? null : found.stream().flatMap(series -> series.labels().keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Series of all names that have a label with a value. */
    public Set<Series> with(final String label, final String value) {
        return samples.keySet().stream().filter(series -> value.equals(series.labels().get(label))).collect(Collectors.toCollection(HashSet::new));
    }

    /** The value of the one series of a name that has all these labels, given as name, value, name, value. */
    public double value(final String name, final String... labels) {
        return samples.entrySet().stream().filter(sample -> sample.getKey().name().equals(name) && has(sample.getKey(), labels))
            .mapToDouble(Map.Entry::getValue).reduce((a, b) -> {
                throw new AssertionError("several series: " + name + " " + String.join(" ", labels));
            }).orElseThrow(() -> new NoSuchElementException(name + " " + String.join(" ", labels)));
    }

    /** The sum of all series of a name that have all these labels. */
    public double sum(final String name, final String... labels) {
        return samples.entrySet().stream().filter(sample -> sample.getKey().name().equals(name) && has(sample.getKey(), labels))
            .mapToDouble(Map.Entry::getValue).sum();
    }

    private static boolean has(final Series series, final String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(series.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
