package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final long NOW = Long.MAX_VALUE - 1_000;
    private static final long PER_REQUEST = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int PER_SECOND = 200;
    private static final int AT_ONCE = 2;

    private final Account user = new Account(1_000, PER_SECOND, AT_ONCE, NOW);

    @Test
    void aSecondsWorthOfRequestsMayComeAtOnceAndTheNextWait() {
        for (int i = 0; i < PER_SECOND; i++) {
            assertEquals(0, user.waitNanos(NOW));
            user.chargeRequest(100, NOW);
        }
        assertEquals(0, user.waitNanos(NOW), "what was asked is a second's worth");
        user.chargeRequest(100, NOW);
        assertEquals(PER_REQUEST, user.waitNanos(NOW));
        assertEquals(0, user.waitNanos(NOW + PER_REQUEST));
    }

    @Test
    void whoWasSilentHasNoMoreThanASecondsWorth() {
        final long later = NOW + TimeUnit.HOURS.toNanos(1);
        for (int i = 0; i <= PER_SECOND; i++) {
            user.chargeRequest(100, later);
        }
        assertEquals(PER_REQUEST, user.waitNanos(later));
    }

    @Test
    void longRequestsAndAnswersCountAsSeveral() {
        for (int i = 0; i < PER_SECOND; i++) {
            user.chargeRequest(0, NOW);
        }
        user.chargeRequest(1024 * 1024, NOW);
        assertEquals(513 * PER_REQUEST, user.waitNanos(NOW));
        user.chargeAnswer(1024 * 1024, NOW);
        assertEquals((513 + 16) * PER_REQUEST, user.waitNanos(NOW));
        user.chargeAnswer(1_000, NOW);
        assertEquals((513 + 16) * PER_REQUEST, user.waitNanos(NOW), "a short answer costs nothing more");
    }

    @Test
    void rootDoesNotWait() {
        final Account root = new Account(Account.ROOT, PER_SECOND, AT_ONCE, NOW);
        for (int i = 0; i < 10 * PER_SECOND; i++) {
            root.chargeRequest(1024 * 1024, NOW);
        }
        assertEquals(0, root.waitNanos(NOW));
        for (int i = 0; i < 10 * AT_ONCE; i++) {
            root.begun();
        }
        assertTrue(root.mayBegin(() -> { }));
    }

    @Test
    void ofHisConnectionsTheOneThatHasWaitedLongestGoesOnWhenARequestIsAnswered() {
        final List<String> turns = new ArrayList<>();
        begin(user, "a", turns);
        begin(user, "b", turns);
        begin(user, "c", turns);
        begin(user, "d", turns);
        assertEquals(List.of("a", "b"), turns);
        user.ended();
        assertEquals(List.of("a", "b", "c"), turns);
        user.ended();
        assertEquals(List.of("a", "b", "c", "d"), turns);
    }

    @Test
    void aConnectionThatIsGoneOrHasNothingToBeginDoesNotKeepTheNextOneWaiting() {
        final List<String> turns = new ArrayList<>();
        begin(user, "a", turns);
        begin(user, "b", turns);
        final Runnable gone = () -> turns.add("gone");
        user.mayBegin(gone);
        user.mayBegin(() -> turns.add("nothing"));
        begin(user, "c", turns);
        user.leave(gone);
        user.ended();
        assertEquals(List.of("a", "b", "nothing", "c"), turns);
    }

    /** What a connection does. */
    private static void begin(final Account user, final String name, final List<String> turns) {
        if (user.mayBegin(() -> begin(user, name, turns))) {
            user.begun();
            turns.add(name);
        }
    }
}
