package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private static final int LONGEST = 20;

    private final LineBuffer lines = new LineBuffer(LONGEST);

    private void add(final String text) {
        lines.add(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private List<String> all() {
        final List<String> all = new ArrayList<>();
        while (lines.hasLine()) {
            all.add(StandardCharsets.ISO_8859_1.decode(lines.next()).toString());
        }
        return all;
    }

    @Test
    void linesEndWithALineFeedOrACarriageReturnAndOne() {
        add("one\ntwo\r\nth");
        assertEquals(List.of("one", "two"), all());
        assertEquals(2, lines.size());
        add("ree\n");
        assertEquals(List.of("three"), all());
        assertEquals(0, lines.size());
    }

    @Test
    void emptyLinesArePassedOverAndKeepNothing() {
        add("\n\r\n\n\n");
        assertEquals(List.of(), all());
        assertEquals(0, lines.size());
        add("\n\nx\n\n");
        assertEquals(List.of("x"), all());
    }

    @Test
    void aLineMayBeAsLongAsTheLimitAndNoLonger() {
        add("x".repeat(LONGEST) + "\n");
        assertTrue(lines.hasLine());
        assertFalse(lines.isTooLong());
        lines.next();
        add("x".repeat(LONGEST));
        assertFalse(lines.hasLine());
        assertFalse(lines.isTooLong());
        add("x");
        assertFalse(lines.hasLine());
        assertTrue(lines.isTooLong(), "before its end has come");
        lines.clear();
        add("x".repeat(LONGEST + 1) + "\n");
        assertTrue(lines.hasLine());
        assertTrue(lines.isTooLong(), "also when its end has come");
    }

    /** The same lines come out in whatever pieces they went in, taken at whatever time. */
    @Test
    void piecesMakeNoDifference() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            final String text = random.ints(random.nextInt(1, 200), 0, 5).mapToObj(i -> List.of("a", "b", "c", "\r\n", "\n").get(i)).collect(Collectors.joining());
            final List<String> taken = new ArrayList<>();
            int begin = 0;
            while (begin < text.length()) {
                final int end = random.nextInt(begin, text.length()) + 1;
                add(text.substring(begin, end));
                begin = end;
                if (random.nextInt(3) == 0) {
                    taken.addAll(all());
                }
            }
            taken.addAll(all());
            final String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            assertEquals(whole.lines().filter(line -> !line.isEmpty()).toList(), taken);
            assertEquals(text.length() - whole.length(), lines.size());
            lines.clear();
        }
    }
}
