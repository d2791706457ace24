package io.switchd.compare.report;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file for each family of figures, {@code FAMILY.svg}. */
public final class BarCharts {

    private BarCharts() {
    }

    public static void write(final Path directory, final Results results) throws IOException {
        Files.createDirectories(directory);
        for (final Family family : Family.values()) {
            final List<Figure> figures = results.figures().stream().filter(figure -> figure.family() == family).toList();
            if (!figures.isEmpty()) {
                Files.writeString(directory.resolve(family.id() + ".svg"), new BarChart(results, family, figures).svg());
            }
        }
    }
}
