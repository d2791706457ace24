package io.switchd.forward;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long MILLI_NANOS = 1_000_000L;

    @Test
    void aTrainPassesWhenItsFirstFrameMayAndTheNextWaitsForTheOthers() {
        final TokenBucket bucket = new TokenBucket(1_000, 0);
        assertTrue(bucket.take(0, 250), "a burst of 100 lets it begin");
        assertFalse(bucket.take(150 * MILLI_NANOS, 1), "150 frames are owed");
        assertTrue(bucket.take(151 * MILLI_NANOS, 1));
    }
}
