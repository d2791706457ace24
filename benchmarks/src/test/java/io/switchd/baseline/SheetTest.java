package io.switchd.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {

    @TempDir
    private Path directory;

    @Test
    void itIsReadAsItWasWrittenWithALineForEachScore() throws IOException {
        final Score hit = new Score("io.switchd.fdb.MacTableBenchmark.hit", Map.of("stations", "1000"), 10.125, 0.5, "ns/op");
        final Score walk = new Score("io.switchd.baseline.ReferenceBenchmark.walk", Map.of(), 100, 1, "ns/op");
        final Path file = directory.resolve("baseline.json");
        new Sheet(Map.of("jdk", "17"), List.of(hit, walk)).write(file);
        assertEquals(new Sheet(Map.of("jdk", "17"), List.of(walk, hit)), Sheet.read(file));
        assertEquals(List.of("{", "  \"setting\": {\"jdk\":\"17\"},", "  \"scores\": [",
            "    {\"benchmark\":\"io.switchd.baseline.ReferenceBenchmark.walk\",\"params\":{},\"score\":100.0,\"error\":1.0,\"unit\":\"ns/op\"},",
            "    {\"benchmark\":\"io.switchd.fdb.MacTableBenchmark.hit\",\"params\":{\"stations\":\"1000\"},\"score\":10.125,\"error\":0.5,\"unit\":\"ns/op\"}",
            "  ]", "}"), Files.readAllLines(file));
    }

    @Test
    void aScoreWithoutAnErrorMakesNoBaseline() {
        final Path file = directory.resolve("baseline.json");
        final Sheet sheet = new Sheet(Map.of(), List.of(new Score("io.switchd.x.YBenchmark.z", Map.of(), 1, Double.NaN, "ns/op")));
        final Exception refusal = assertThrows(IllegalArgumentException.class, () -> sheet.write(file));
        assertEquals("x.Y.z has no error: a baseline needs three iterations or more", refusal.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void whereThereIsNoneItSaysHowToMakeOne() {
        final Path file = directory.resolve("none.json");
        final Exception refusal = assertThrows(IllegalArgumentException.class, () -> Sheet.read(file));
        assertEquals("there is no " + file + ", make one with --save", refusal.getMessage());
    }
}
