package io.switchd.compare.report;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Figure;
import io.switchd.compare.subject.Switchd;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A bar chart as SVG text: the figures of a family one below the other, for each a bar of every subject with its median
 * at the end and a thin line from the least to the greatest value of all rounds. Each figure has a scale of its own,
 * for small frames would vanish beside large ones.
 */
final class BarChart {

    private static final int WIDTH = 720;
    private static final int LEFT = 150;
    private static final int BARS = 450;
    private static final int BAR = 16;
    private static final int STEP = 20;
    private static final int TITLE = 46;
    private static final int GAP = 34;
    private static final String OURS = "#1f6feb";
    private static final String PEER = "#9aa5b1";
    private static final String LINE = "#3d4752";

    private final Results results;
    private final Family family;
    private final List<Figure> figures;
    private final StringBuilder svg = new StringBuilder();

    BarChart(final Results results, final Family family, final List<Figure> figures) {
        this.results = results;
        this.family = family;
        this.figures = figures;
    }

    String svg() {
        int y = TITLE;
        text(8, 22, "font-size=\"16\" font-weight=\"bold\"", family.title() + " (" + family.unit() + ")");
        for (final Figure figure : figures) {
            text(8, y + 12, "font-weight=\"bold\"", figure.label() + (figure.moreIsBetter() ? ": more is better" : ": less is better"));
            y = bars(figure, y + STEP) + GAP - STEP;
        }
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" "
            + "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n%3$s</svg>\n", WIDTH, y, svg);
    }

    private int bars(final Figure figure, final int top) {
        final double greatest = results.subjects().stream().flatMap(subject -> results.values(subject, figure).stream())
            .mapToDouble(Double::doubleValue).max().orElse(0);
        int y = top;
        for (final String subject : results.subjects()) {
            final OptionalDouble median = results.median(subject, figure);
            if (median.isPresent()) {
                bar(subject, figure, median.getAsDouble(), greatest == 0 ? 0 : BARS / greatest, y);
                y += STEP;
            }
        }
        return y;
    }

    private void bar(final String subject, final Figure figure, final double median, final double scale, final int y) {
        final DoubleSummaryStatistics values = results.values(subject, figure).stream().mapToDouble(Double::doubleValue).summaryStatistics();
        final double from = LEFT + values.getMin() * scale;
        final double to = LEFT + values.getMax() * scale;
        final String colour = subject.equals(Switchd.NAME) ? OURS : PEER;
        final double middle = y + BAR / 2.0;
        text(LEFT - 8, y + 12, "text-anchor=\"end\"", subject);
        add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", LEFT, y, median * scale, BAR, colour);
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", from, middle, to, middle, LINE);
        text((int) to + 6, y + 12, "", Numbers.format(median));
    }

    private void text(final int x, final int y, final String attributes, final String text) {
        add("<text x=\"%d\" y=\"%d\" %s>%s</text>", x, y, attributes, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(final String format, final Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
