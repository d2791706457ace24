package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.config.SwitchConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerSizeTest {

    private static final List<Integer> HALF = Collections.nCopies(AnswerSize.MAX_VALUES / 2 - 1, 7);

    @Test
    void everyValueOfATreeCounts() {
        final AnswerSize size = new AnswerSize();
        size.add(List.of(Map.of("a", HALF), 7));
        final Refusal refusal = assertThrows(Refusal.class, () -> size.add(Map.of("b", HALF)));
        assertEquals("the answer has more than 1000000 values; ask for less in one call, such as one bridge or one port", refusal.getMessage());
    }

    @Test
    void aMillionValuesAreAllowed() {
        final AnswerSize size = new AnswerSize();
        size.add(HALF);
        size.add(HALF);
    }

    @Test
    void theAnswersOfAllCommandsCountTogether() {
        final Plan plan = new Plan(SwitchConfig.EMPTY, null);
        for (int i = 0; i < 3; i++) {
            plan.begin(i);
            plan.answer(() -> HALF);
        }
        assertThrows(Refusal.class, () -> plan.answers(lost -> { }));
    }
}
