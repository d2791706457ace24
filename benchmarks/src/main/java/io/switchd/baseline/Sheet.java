package io.switchd.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The scores of one run and the setting they were measured in. As a file it has a line for each score, so that a change
 * of the baseline can be read as a difference of lines.
 */
record Sheet(Map<String, String> setting, List<Score> scores) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double DECIMALS = 1e3;

    /** @throws IllegalArgumentException when there is no such file */
    static Sheet read(final Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no " + file + ", make one with --save");
        }
        return JSON.readValue(Files.readString(file), Sheet.class);
    }

    /** @throws IllegalArgumentException when a score has no error, with which nothing can be compared */
    void write(final Path file) throws IOException {
        final List<String> lines = new ArrayList<>();
        scores.stream().sorted(Comparator.comparing(Score::label)).forEach(score -> lines.add("    " + line(score)));
        Files.writeString(file, "{\n  \"setting\": " + JSON.writeValueAsString(setting) + ",\n  \"scores\": [\n" + String.join(",\n", lines) + "\n  ]\n}\n");
    }

    private static String line(final Score score) {
        if (Double.isNaN(score.error())) {
            throw new IllegalArgumentException(score.label() + " has no error: a baseline needs three iterations or more");
        }
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("benchmark", score.benchmark());
        object.put("params", score.params());
        object.put("score", rounded(score.score()));
        object.put("error", rounded(score.error()));
        object.put("unit", score.unit());
        return JSON.writeValueAsString(object);
    }

    private static double rounded(final double value) {
        return Math.round(value * DECIMALS) / DECIMALS;
    }

    Optional<Score> find(final String key) {
        return scores.stream().filter(score -> score.key().equals(key)).findFirst();
    }

    /**
     * How fast the machine was.
     *
     * @throws IllegalArgumentException when that was not measured
     */
    Score reference() {
        return scores.stream().filter(score -> score.benchmark().startsWith(ReferenceBenchmark.class.getName() + ".")).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the scores have no reference among them"));
    }
}
