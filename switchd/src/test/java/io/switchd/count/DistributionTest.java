package io.switchd.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void aValueIsInTheFirstBucketWhoseBoundItDoesNotExceed() {
        final Distribution distribution = new Distribution(1, 10, 100);
        LongStream.of(0, 1, 2, 10, 11, 100, 101, 5_000).forEach(distribution::note);
        assertEquals(List.of(2L, 2L, 2L, 2L), IntStream.range(0, distribution.size()).mapToObj(distribution::count).toList());
        assertEquals(5_225, distribution.sum());
    }

    @Test
    void anotherThreadSeesEveryNumberRiseAndInTheEndAllOfThem() {
        final int notes = 2_000_000;
        final Distribution distribution = new Distribution(1);
        final CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < notes; i++) {
                distribution.note(1);
            }
        });
        long seen = 0;
        int rises = 0;
        while (!writer.isDone()) {
            final long now = distribution.count(0);
            assertTrue(now >= seen);
            rises += now > seen ? 1 : 0;
            seen = now;
        }
        writer.join();
        assertEquals(notes, distribution.count(0));
        System.out.println(notes + " values were noted while another thread read, and saw " + rises + " of the numbers");
    }
}
