package io.switchd.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Figure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {

    private static final Figure RATE = new Figure("rate", Family.FRAMES, "rate of <small> & large", true);
    private static final Figure LOST = new Figure("lost", Family.FRAMES, "lost", false);

    private final Results results = new Results();

    @TempDir
    private Path directory;

    private static Document parsed(final String svg) throws Exception {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private Document chart(final Figure... figures) throws Exception {
        return parsed(new BarChart(results, Family.FRAMES, List.of(figures)).svg());
    }

    private static List<Element> elements(final Document document, final String name) {
        final NodeList nodes = document.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(final Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    /** Of the bars, without the background. */
    private static List<String> bars(final Document document, final String attribute) {
        return elements(document, "rect").stream().skip(1).map(bar -> bar.getAttribute(attribute)).toList();
    }

    @Test
    void itIsWellFormedSvgWithABarForEachSubjectWhateverTheyAreCalled() throws Exception {
        results.add("a < b & c", RATE, 250);
        results.add("switchd", RATE, 500);
        final Document chart = chart(RATE);
        assertEquals("svg", chart.getDocumentElement().getLocalName());
        assertEquals(List.of("Frames delivered when more are offered (kpps)", "rate of <small> & large: more is better", "a < b & c", "250", "switchd", "500"),
            texts(chart));
        assertEquals(List.of("225.0", "450.0"), bars(chart, "width"));
        assertEquals(2, bars(chart, "fill").stream().distinct().count(), "switchd's bar has a colour of its own");
    }

    @Test
    void aBarIsTheMedianAndItsLineGoesFromTheLeastToTheGreatestValue() throws Exception {
        for (final double value : new double[] {100, 300, 200}) {
            results.add("switchd", RATE, value);
        }
        final Document chart = chart(RATE);
        assertEquals(List.of("300.0"), bars(chart, "width"));
        final Element line = elements(chart, "line").get(0);
        assertEquals(List.of("300.0", "600.0"), List.of(line.getAttribute("x1"), line.getAttribute("x2")));
    }

    @Test
    void everythingLiesInsideThePicture() throws Exception {
        for (final String subject : List.of("one", "two", "three")) {
            results.add(subject, RATE, 3);
            results.add(subject, LOST, 1);
        }
        final Document chart = chart(RATE, LOST);
        final double height = Double.parseDouble(chart.getDocumentElement().getAttribute("height"));
        assertTrue(bars(chart, "y").stream().allMatch(y -> Double.parseDouble(y) + 16 < height));
        assertEquals(6, bars(chart, "y").stream().distinct().count());
    }

    @Test
    void aFigureThatIsZeroEverywhereHasBarsWithoutLength() throws Exception {
        results.add("switchd", LOST, 0);
        final Document chart = chart(LOST);
        assertEquals(List.of("0.0"), bars(chart, "width"));
        assertTrue(texts(chart).contains("lost: less is better"));
    }

    @Test
    void itIsTheSameInEveryLanguage() {
        results.add("switchd", RATE, 1.25);
        final String here = new BarChart(results, Family.FRAMES, List.of(RATE)).svg();
        final Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertEquals(here, new BarChart(results, Family.FRAMES, List.of(RATE)).svg());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void eachFamilyThatWasMeasuredHasAFileOfItsOwn() throws Exception {
        results.add("switchd", RATE, 1);
        results.add("switchd", new Figure("loss", Family.ZERO_LOSS, "no loss", true), 1);
        BarCharts.write(directory.resolve("charts"), results);
        assertEquals(List.of("frames.svg", "zero-loss.svg"), fileNames());
        for (final String name : fileNames()) {
            parsed(Files.readString(directory.resolve("charts").resolve(name)));
        }
    }

    private List<String> fileNames() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("charts"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
