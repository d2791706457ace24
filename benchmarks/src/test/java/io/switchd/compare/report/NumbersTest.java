package io.switchd.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void aNumberHasAsManyDecimalsAsMeanSomething() {
        assertEquals("0.04", Numbers.format(0.0431));
        assertEquals("1.29", Numbers.format(1.2891));
        assertEquals("9.99", Numbers.format(9.99));
        assertEquals("10.2", Numbers.format(10.24));
        assertEquals("99.9", Numbers.format(99.94));
        assertEquals("100", Numbers.format(100.4));
        assertEquals("432178", Numbers.format(432_178.3));
    }

    @Test
    void aWholeNumberHasNone() {
        assertEquals("0", Numbers.format(0));
        assertEquals("7", Numbers.format(7));
        assertEquals("42", Numbers.format(42));
    }

    @Test
    void aNegativeOneIsTreatedByItsSize() {
        assertEquals("-1.50", Numbers.format(-1.5));
        assertEquals("-12.5", Numbers.format(-12.5));
        assertEquals("-150", Numbers.format(-150.25));
    }

    @Test
    void thePointIsAPointEverywhere() {
        final Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals("1.25", Numbers.format(1.25));
        } finally {
            Locale.setDefault(before);
        }
    }
}
