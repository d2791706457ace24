package io.switchd.compare.report;

import io.switchd.compare.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All values of all rounds, the machine and the command, for whoever wants to reckon on. */
public final class JsonReport {

    private JsonReport() {
    }

    public static void write(final Path file, final Results results, final String... args) throws IOException {
        final Map<String, Object> report = new LinkedHashMap<>();
        report.put("command", "benchmarks/compare " + String.join(" ", args));
        report.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        report.put("machine", Machine.facts());
        final List<Map<String, Object>> figures = new ArrayList<>();
        results.figures().forEach(figure -> figures.add(figure(results, figure)));
        report.put("figures", figures);
        Files.writeString(file, JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
    }

    private static Map<String, Object> figure(final Results results, final Figure figure) {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", figure.id());
        object.put("label", figure.label());
        object.put("family", figure.family().id());
        object.put("more-is-better", figure.moreIsBetter());
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final String subject : results.subjects()) {
            if (!results.values(subject, figure).isEmpty()) {
                values.put(subject, results.values(subject, figure));
            }
        }
        object.put("values", values);
        return object;
    }
}
