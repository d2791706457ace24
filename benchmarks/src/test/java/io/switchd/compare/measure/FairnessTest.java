package io.switchd.compare.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FairnessTest {

    @Test
    void theShareIsThatOfWhoGetsLessWhicheverItIs() {
        assertEquals(50, Fairness.smallerShare(7, 7));
        assertEquals(25, Fairness.smallerShare(100, 300));
        assertEquals(25, Fairness.smallerShare(300, 100));
        assertEquals(0, Fairness.smallerShare(0, 5));
    }

    @Test
    void ofNothingThereIsNoShare() {
        assertEquals("no frame of either arrives", assertThrows(IllegalStateException.class, () -> Fairness.smallerShare(0, 0)).getMessage());
    }
}
