package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Once;
import io.switchd.testkit.RawHttp;
import io.switchd.testkit.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Holds docs/metrics.md, the alert rules and the dashboard to what a daemon serves that has a port, and whose JVM has
 * collected garbage.
 */
@Once
class MetricsReferenceIT extends SystemTest {

    private static final Path DOCS = Path.of("../docs");
    /** Labels that Prometheus gives to what it scrapes, and a metric of its own. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");
    private static final String UP = "up";
    private static final Pattern LABEL_IN_TEXT = Pattern.compile("\\$labels\\.([a-z_]+)");
    private static final Pattern LABEL_IN_LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), ([a-z_]+)\\)");

    private Scrape scrape;

    @Override
    @BeforeEach
    void startOnce() {
        if (lab == null) {
            lab = new Lab();
            final Path socket = lab.directory().resolve("metrics.sock");
            daemon = new Daemon(lab, "--metrics", "unix:" + socket);
            ctl("add-br", "br").ok();
            lab.run(System.getProperty("java.home") + "/bin/jcmd", Long.toString(daemon.pid()), "GC.run").ok();
            try {
                scrape = Scrape.parse(RawHttp.get(socket, "/metrics").body());
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The names that stand in docs/metrics.md, with their types. */
    private static Map<String, String> documented() throws IOException {
        final Map<String, String> types = new TreeMap<>();
        for (final String line : Files.readAllLines(DOCS.resolve("metrics.md"))) {
            if (line.startsWith("| `")) {
                final String[] cells = line.substring(2, line.length() - 2).split(" *\\| *", -1);
                assertEquals(5, cells.length, line);
                assertTrue(Stream.of(cells).noneMatch(String::isBlank), line);
                for (final String name : cells[0].split(", ")) {
                    types.put(name.replace("`", ""), cells[1]);
                }
            }
        }
        return types;
    }

    @Test
    void everyMetricStandsInTheReferenceAndNoOther() throws IOException {
        assertEquals(scrape.types(), documented());
        System.out.println(documented().size() + " metrics are documented and served");
    }

    @Test
    void namesFollowTheConventions() {
        scrape.types().forEach((name, type) -> {
            assertTrue(name.matches("(switchd|process|jvm)(_[a-z0-9]+)+"), name);
            assertEquals(type.equals("counter"), name.endsWith("_total"), name + " is a " + type);
            assertTrue(!name.matches(".*_(milliseconds|millis|ms|micros|us|nanos|ns|minutes|kb|kib|mb|bits|percent)(_total)?"), name + " is in no base unit");
            assertTrue(!name.matches(".*(duration|busy|cycle|pause|time|uptime)(_max)?(_total)?"), name + " does not tell its unit");
            assertNotNull(scrape.help().get(name), name + " is not explained");
        });
    }

    private void check(final String where, final String query, final Set<String> labelsInText) {
        final PromQl parsed = new PromQl(query);
        assertTrue(!parsed.metrics().isEmpty(), where);
        final Set<String> known = new TreeSet<>();
        parsed.metrics().forEach((metric, labels) -> {
            final Set<String> there = metric.equals(UP) ? Set.of() : scrape.labelsOf(metric);
            assertNotNull(there, where + " asks for " + metric + ", which is not served");
            final Set<String> unknown = new TreeSet<>(labels);
            unknown.addAll(parsed.groups());
            unknown.removeAll(there);
            unknown.removeAll(OF_PROMETHEUS);
            assertEquals(Set.of(), unknown, where + " asks for labels that " + metric + " does not have");
            known.addAll(there);
        });
        known.addAll(OF_PROMETHEUS);
        if (!parsed.groups().isEmpty()) {
            known.retainAll(parsed.groups());
        }
        assertTrue(known.containsAll(labelsInText), where + " speaks of labels that its result has not: " + labelsInText + " of " + known);
    }

    private static Set<String> labels(final Pattern pattern, final String text) {
        final Set<String> labels = new TreeSet<>();
        pattern.matcher(text).results().forEach(result -> labels.add(result.group(1)));
        return labels;
    }

    @Test
    void alertsAskForWhatIsServed() {
        final JsonNode groups = YAMLMapper.builder().build().readTree(DOCS.resolve("alerts.yml").toFile()).get("groups");
        final List<String> names = new ArrayList<>();
        for (final JsonNode rule : groups.get(0).get("rules")) {
            final String name = rule.get("alert").asString();
            assertTrue(!names.contains(name), name);
            names.add(name);
            assertTrue(Set.of("critical", "warning", "info").contains(rule.get("labels").get("severity").asString()), name);
            check(name, rule.get("expr").asString(),
                labels(LABEL_IN_TEXT, rule.get("annotations").get("summary").asString() + rule.get("annotations").get("description").asString()));
        }
        System.out.println(names.size() + " alerts ask for what is served");
        assertTrue(names.size() >= 10);
    }

    @Test
    void theDashboardAsksForWhatIsServed() {
        final JsonNode dashboard = JsonMapper.builder().build().readTree(DOCS.resolve("grafana/switchd.json").toFile());
        int queries = 0;
        for (final JsonNode panel : dashboard.get("panels")) {
            for (final JsonNode target : panel.path("targets")) {
                queries++;
                check("panel \"" + panel.get("title").asString() + "\"", target.get("expr").asString().replace("vector(0)", "0"),
                    labels(LABEL_IN_LEGEND, target.get("legendFormat").asString()));
            }
        }
        for (final JsonNode variable : dashboard.get("templating").get("list")) {
            final Matcher values = LABEL_VALUES.matcher(variable.path("definition").asString(""));
            if (values.matches()) {
                queries++;
                check("variable " + variable.get("name").asString(), values.group(1), Set.of(values.group(2)));
            }
        }
        for (final JsonNode annotation : dashboard.get("annotations").get("list")) {
            queries++;
            check("annotation", annotation.get("expr").asString(), Set.of());
        }
        System.out.println(queries + " queries of the dashboard ask for what is served");
        assertTrue(queries >= 40);
    }
}
