package io.switchd.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {

    private static final Score REFERENCE = score(100, 0);

    private static Score score(final double score, final double error) {
        return new Score("x", Map.of(), score, error, "ns/op");
    }

    private static Change change(final Score baseline, final Score now) {
        return Change.of(baseline, REFERENCE, now, REFERENCE);
    }

    @Test
    void onAMachineThatIsTwiceAsSlowTheSameCodeIsAsFastAsBefore() {
        final Change change = Change.of(score(10, 0.1), score(100, 1), score(20, 0.2), score(200, 2));
        assertEquals(1, change.ratio(), 1e-9);
        assertEquals("", change.mark());
    }

    @Test
    void codeThatKeptItsTimeOnAMachineThatIsTwiceAsFastIsTooSlow() {
        final Change change = Change.of(score(10, 0), score(100, 0), score(10, 0), score(50, 0));
        assertEquals(2, change.ratio(), 1e-9);
        assertTrue(change.isTooSlow());
    }

    @Test
    void slowerByMoreThanFifteenPerCentIsMarkedAndByMoreThanThirtyTooSlow() {
        assertEquals("", change(score(100, 0), score(115, 0)).mark());
        assertEquals("slower", change(score(100, 0), score(116, 0)).mark());
        assertEquals("slower", change(score(100, 0), score(130, 0)).mark());
        assertEquals("TOO SLOW", change(score(100, 0), score(131, 0)).mark());
    }

    @Test
    void fasterIsMarkedAndNotTooSlow() {
        assertEquals("", change(score(115, 0), score(100, 0)).mark());
        final Change change = change(score(116, 0), score(100, 0));
        assertEquals("faster", change.mark());
        assertFalse(change.isTooSlow() || change.isSlower());
    }

    @Test
    void theErrorsOfBothAreGivenTheirDue() {
        assertEquals("slower", change(score(100, 5), score(150, 20)).mark());
        assertEquals("", change(score(100, 10), score(150, 25)).mark());
        assertEquals("", change(score(100, 10), score(80, 10)).mark());
        assertEquals("TOO SLOW", change(score(100, 5), score(200, 20)).mark());
    }

    @Test
    void theErrorsOfTheReferencesAreGivenTheirDue() {
        assertEquals("", Change.of(score(100, 0), score(100, 10), score(130, 0), score(100, 10)).mark());
        assertEquals("slower", Change.of(score(100, 0), score(100, 1), score(130, 0), score(100, 1)).mark());
    }

    @Test
    void anErrorThatIsUnknownOrLargerThanItsScoreAllowsAnything() {
        assertEquals("", change(score(100, Double.NaN), score(1_000, 1)).mark());
        assertEquals("", change(score(100, 1), score(1_000, Double.NaN)).mark());
        assertEquals("", change(score(100, 200), score(10, 1)).mark());
        assertEquals("", change(score(1, 0.1), score(100, 200)).mark());
    }
}
