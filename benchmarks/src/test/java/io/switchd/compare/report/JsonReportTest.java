package io.switchd.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Figure RATE = new Figure("zero-loss-60", Family.ZERO_LOSS, "60-byte frames", true);
    private static final Figure TIME = new Figure("rtt", Family.RTT, "round trip (µs)", false);

    @TempDir
    private Path directory;

    @Test
    void itHasTheCommandTheTimeTheMachineAndEveryValue() throws IOException {
        final Results results = new Results();
        results.add("kernel bridge", RATE, 2);
        results.add("kernel bridge", RATE, 1.5);
        results.add("switchd", TIME, 42);
        final JsonNode report = written(results, "--json", "a.json", "2");
        assertEquals(List.of("command", "time", "machine", "figures"), List.copyOf(report.propertyNames()));
        assertEquals("benchmarks/compare --json a.json 2", report.get("command").asString());
        assertFalse(Instant.parse(report.get("time").asString()).isAfter(Instant.now()));
        final JsonNode machine = report.get("machine");
        assertEquals(List.of("processor", "processors", "kernel", "jdk", "load"), List.copyOf(machine.propertyNames()));
        assertTrue(machine.get("processors").asInt() > 0 && machine.get("jdk").asString().contains(Runtime.version().toString()), machine.toString());
        assertEquals(JSON.readTree("""
            [{"id": "zero-loss-60", "label": "60-byte frames", "family": "zero-loss", "more-is-better": true, "values": {"kernel bridge": [2.0, 1.5]}},
             {"id": "rtt", "label": "round trip (µs)", "family": "rtt", "more-is-better": false, "values": {"switchd": [42.0]}}]
            """), report.get("figures"));
    }

    @Test
    void whereNothingWasMeasuredThereAreNoFigures() throws IOException {
        assertEquals("[]", written(new Results()).get("figures").toString());
    }

    private JsonNode written(final Results results, final String... args) throws IOException {
        final Path file = directory.resolve("report.json");
        JsonReport.write(file, results, args);
        return JSON.readTree(Files.readString(file));
    }
}
