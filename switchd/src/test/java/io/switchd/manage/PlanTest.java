package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.config.SwitchConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private final Plan plan = new Plan(SwitchConfig.EMPTY, new HostView(new MemoryHost()));

    private void planOneGoodAndOneBadAnswer() {
        plan.begin(0);
        plan.answer(() -> {
            throw new IllegalStateException("a defect");
        });
        plan.begin(1);
        plan.answer(() -> "fine");
    }

    @Test
    void anAnswerThatFailsDoesNotMakeAChangeThatWasCarriedOutLookFailed() {
        planOneGoodAndOneBadAnswer();
        plan.make(Steps.addNamespace("ns1"));
        final List<String> lost = new ArrayList<>();
        assertEquals(Arrays.asList(null, "fine"), plan.answers(failure -> lost.add(failure.getMessage())));
        assertEquals(List.of("a defect"), lost);
    }

    @Test
    void anAnswerThatFailsIsTheFailureOfWhoOnlyAsked() {
        planOneGoodAndOneBadAnswer();
        assertThrows(IllegalStateException.class, () -> plan.answers(failure -> { }));
    }
}
