package io.switchd.compare.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static List<Figure> of(final List<Measurement> measurements) {
        return measurements.stream().flatMap(measurement -> measurement.figures().stream()).toList();
    }

    @Test
    void sizesAreThoseOfRfc2544AndAreMeasuredWithoutTheProcessorTime() {
        final List<Measurement> sizes = Figures.measurements().stream()
            .filter(measurement -> measurement.figures().stream().anyMatch(figure -> figure.family() == Family.SIZES)).toList();
        assertEquals(List.of("sizes-60", "sizes-124", "sizes-252", "sizes-508", "sizes-1020", "sizes-1276", "sizes-1514"),
            of(sizes).stream().map(Figure::id).toList());
        assertEquals("1514-byte frames, 1518 on a wire, delivered (kpps)", of(sizes).get(6).label());
    }

    @Test
    void noTwoFiguresHaveTheSameIdOrLabel() {
        final List<Figure> figures = Stream.concat(of(Figures.measurements()).stream(), Stream.of(ScaleFigures.flows(),
            List.of(ScaleFigures.flood(), ScaleFigures.learning(), ScaleFigures.blocking(), ScaleFigures.fairness())).flatMap(list -> of(list).stream()))
            .toList();
        assertEquals(figures.size(), new HashSet<>(figures.stream().map(Figure::id).toList()).size());
        assertEquals(figures.size(), Set.copyOf(figures.stream().map(Figure::label).toList()).size());
    }
}
