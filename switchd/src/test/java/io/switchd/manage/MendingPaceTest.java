package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MendingPaceTest {

    private long seconds;
    private final MendingPace pace = new MendingPace(() -> seconds * 1_000_000_000L);

    @Test
    void aPortThatSticksAgainAndAgainIsMendedMoreAndMoreSeldom() {
        final List<Long> mended = new ArrayList<>();
        for (seconds = 0; seconds < 200; seconds++) {
            if (pace.isDue("p")) {
                mended.add(seconds);
            }
        }
        assertEquals(List.of(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L), mended);
    }

    @Test
    void oneDoesNotWaitForAnother() {
        assertTrue(pace.isDue("p"));
        assertFalse(pace.isDue("p"));
        assertTrue(pace.isDue("q"));
    }

    @Test
    void aPortThatHasWorkedForTenMinutesIsAsGoodAsNew() {
        for (seconds = 0; seconds < 200; seconds++) {
            pace.isDue("p");
        }
        seconds = 183 + 601;
        assertTrue(pace.isDue("p"));
        seconds++;
        assertTrue(pace.isDue("p"));
    }

    @Test
    void aPortThatIsTakenAwayIsForgotten() {
        assertTrue(pace.isDue("p"));
        pace.forgetAllBut(Set.of("q"));
        assertTrue(pace.isDue("p"));
    }
}
