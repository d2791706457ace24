package io.switchd.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KernelRandomTest {

    @Test
    void everyBitIsSetAboutHalfTheTime() throws LinuxException {
        final int numbers = 10_000;
        final int[] set = new int[Long.SIZE];
        for (int i = 0; i < numbers; i++) {
            final long number = KernelRandom.nextLong();
            for (int bit = 0; bit < Long.SIZE; bit++) {
                set[bit] += (int) (number >>> bit & 1);
            }
        }
        // Ten standard deviations of 50: no honest generator comes there.
        for (final int count : set) {
            assertEquals(numbers / 2.0, count, 500);
        }
    }
}
