package io.switchd.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.CProgram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollSetTest {

    @Test
    void theLayoutIsTheKernels() throws Exception {
        final Map<String, Integer> expected = Map.of("offsetof(struct pollfd, fd)", PollSet.POLLFD_FD,
            "offsetof(struct pollfd, events)", PollSet.POLLFD_EVENTS, "offsetof(struct pollfd, revents)", PollSet.POLLFD_REVENTS,
            "sizeof(struct pollfd)", PollSet.POLLFD_SIZE, "POLLIN", PollSet.READABLE, "POLLPRI", PollSet.EXCEPTIONAL);
        final Map<String, Long> values = CProgram.values(List.of("poll.h"), expected.keySet());
        expected.forEach((expression, value) -> assertEquals(values.get(expression), (long) value, expression));
    }

    @Test
    void waitsForWhatIsInItsPlacesAndNothingElse() throws Exception {
        try (PollSet wait = PollSet.open(2)) {
            final int readable = LinuxException.check("eventfd", LibC.eventfd(1, 0));
            wait.set(1, readable, PollSet.READABLE);
            assertTrue(wait.await());
            assertTrue(wait.pause(1));
            LibC.close(readable);
        }
    }

    @Test
    void anEndIsForThisWaitingAndAllToCome() throws Exception {
        try (PollSet wait = PollSet.open(1)) {
            final FutureTask<Boolean> waiting = new FutureTask<>(wait::await);
            new Thread(waiting).start();
            wait.end();
            assertFalse(waiting.get(10, TimeUnit.SECONDS));
            assertFalse(wait.await());
            assertFalse(wait.pause(10_000));
        }
    }
}
