package io.switchd.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus asks for: names of metrics, the labels that are asked of each, and those that results are
 * grouped by. It knows as much of the language as the queries of this repository use, and takes every word it does not
 * know for the name of a metric, so that a misspelled one is found.
 */
final class PromQl {

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\(|\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    private final Map<String, Set<String>> metrics = new HashMap<>();
    private final Set<String> groups = new TreeSet<>();

    PromQl(final String query) {
        final String bare = query.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "''").replaceAll("\\[[^]]*]", "");
        final Matcher grouping = GROUPING.matcher(bare);
        while (grouping.find()) {
            groups.addAll(names(grouping.group(1)));
        }
        final Matcher name = NAME.matcher(grouping.replaceAll(" "));
        while (name.find()) {
            final boolean isCall = "(".equals(name.group(2));
            if (!isCall && !OPERATORS.contains(name.group(1))) {
                metrics.computeIfAbsent(name.group(1), metric -> new TreeSet<>()).addAll(labels(name.group(2)));
            }
        }
    }

    private static List<String> names(final String list) {
        return list.isBlank() ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
    }

    private static List<String> labels(final String matchers) {
        final List<String> labels = new ArrayList<>();
        final Matcher label = MATCHER.matcher(matchers == null ? "" : matchers);
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }

    /** By the names of metrics: labels that are asked of them. */
    Map<String, Set<String>> metrics() {
        return metrics;
    }

    /** Labels that a result keeps, or that two sides are matched by. */
    Set<String> groups() {
        return groups;
    }
}
