package io.switchd.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.switchd.fdb.FdbListener;
import io.switchd.fdb.MacTable;
import io.switchd.forward.PortRules;
import io.switchd.frame.FrameView;
import io.switchd.port.DropReason;
import io.switchd.port.FrameHandler;
import io.switchd.port.Port;
import io.switchd.port.PortCounters;
import io.switchd.testkit.Frames;
import io.switchd.testkit.MemoryPort;
import io.switchd.testkit.SleeplessPoller;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingLoopTest {

    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String MAC_A = "02:00:00:00:00:0a";
    private static final String MAC_B = "02:00:00:00:00:0b";

    private final BridgeTable table = new BridgeTable();
    private final CommandQueue commands = new CommandQueue();
    private final MemoryPort a = new MemoryPort(10);
    private final MemoryPort b = new MemoryPort(11);
    private final MemoryPort c = new MemoryPort(12);
    private final MemoryPoller poller = new MemoryPoller();
    private long nanos;
    private final FdbChanges changes = new FdbChanges();
    private final ForwardingLoop loop = new ForwardingLoop(() -> nanos, poller, 50_000, commands, table, changes);

    /** Remembers how often it was waited for, and how long at most. */
    private static final class MemoryPoller extends SleeplessPoller {

        private int waits;
        private int timeout;

        @Override
        public void await(final int timeoutMillis) {
            waits++;
            timeout = timeoutMillis;
        }
    }

    private static Bridge bridge(final BridgeTable of) {
        return new Bridge("br", new BridgeSettings(300, 100, false), new MacTable(100, 300, 1), FdbListener.NONE);
    }

    @BeforeEach
    void connect() {
        table.addBridge(bridge(table));
        table.attach("br", "a", a, PortRules.DEFAULT);
        table.attach("br", "b", b, PortRules.DEFAULT);
        table.attach("br", "c", c, PortRules.DEFAULT);
    }

    @Test
    void aFrameGoesRoundInOneCycle() {
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("hello"));
        assertTrue(loop.doWork() > 0);
        assertEquals(List.of("hello"), b.sent());
        assertEquals(List.of("hello"), c.sent());
        assertEquals(List.of(), a.sent());
        assertEquals(1, b.counters().snapshot().txFrames());
    }

    @Test
    void aPortThatFloodsGivesOneBatchACycle() {
        for (int i = 0; i < 3; i++) {
            a.arrive(Frames.frame(BROADCAST, MAC_A).payload("flood" + i));
        }
        b.arrive(Frames.frame(BROADCAST, MAC_B).payload("victim"));
        loop.doWork();
        assertEquals(List.of("flood0", "victim"), c.sent());
    }

    @Test
    void afterAnIdleCycleItWaitsAndAfterABusyOneItDoesNot() {
        loop.doWork();
        loop.doWork();
        assertEquals(1, poller.waits);
        assertEquals(1_000, poller.timeout);
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("x"));
        loop.doWork();
        loop.doWork();
        assertEquals(2, poller.waits, "waited in the cycle of the frame, which followed an idle one, and not after it");
    }

    @Test
    void itLooksOnAfterShortPausesAndSleepsAtOnceAfterLongOnes() {
        pauses(40, 20_000);
        poller.waits = 0;
        pauses(10, 20_000);
        assertEquals(0, poller.waits);
        loop.doWork();
        nanos += 60_000;
        loop.doWork();
        loop.doWork();
        assertEquals(1, poller.waits, "50 microseconds are over");
        pauses(40, 2_000_000);
        poller.waits = 0;
        pauses(10, 2_000_000);
        assertEquals(20, poller.waits, "one in the idle cycle that follows each idle one, one in that of the frame");
    }

    /** Frames with a pause before each, in which the loop goes round twice in vain. */
    private void pauses(final int count, final long length) {
        for (int i = 0; i < count; i++) {
            loop.doWork();
            loop.doWork();
            nanos += length;
            a.arrive(Frames.frame(BROADCAST, MAC_A).payload("x"));
            loop.doWork();
        }
    }

    @Test
    void framesGoBackToTheirPortWhenTheyHaveBeenSent() {
        b.whenFlushed(() -> assertEquals(0, a.released()));
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("x"));
        loop.doWork();
        assertEquals(List.of("x"), b.sent());
        assertEquals(1, a.released());
    }

    @Test
    void eachPortIsCheckedOnceASecond() {
        nanos = 1_500_000_000L;
        loop.doWork();
        loop.doWork();
        nanos = 1_999_999_999L;
        loop.doWork();
        assertEquals(List.of(1, 1, 1), List.of(a.checks(), b.checks(), c.checks()));
        nanos = 2_000_000_000L;
        loop.doWork();
        assertEquals(List.of(2, 2, 2), List.of(a.checks(), b.checks(), c.checks()));
    }

    @Test
    void commandsRunBetweenBatchesAndAFewACycle() {
        final int[] done = new int[1];
        for (int i = 0; i < 20; i++) {
            commands.offer(() -> done[0]++);
        }
        loop.doWork();
        assertEquals(16, done[0]);
        loop.doWork();
        assertEquals(20, done[0]);
    }

    @Test
    void stationsAgeByTheClockThatIsPassedIn() {
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("x"));
        loop.doWork();
        assertEquals(1, table.bridge("br").fdb().size());
        nanos = 299_000_000_000L;
        loop.doWork();
        assertEquals(1, table.bridge("br").fdb().size());
        nanos = 300_000_000_000L;
        loop.doWork();
        assertEquals(0, table.bridge("br").fdb().size());
    }

    @Test
    void aDefectCostsTheFrameThatMetItAndNothingElse() {
        final MemoryPort broken = new MemoryPort(13);
        table.attach("br", "broken", new Port() {
            @Override
            public int poll(final FrameHandler handler) {
                return 0;
            }

            @Override
            public void send(final FrameView frame, final long tags) {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public void release() {
                // gave nothing
            }

            @Override
            public void check() {
                // nothing to find
            }

            @Override
            public void flush() {
                throw new IllegalStateException("never reached");
            }

            @Override
            public int descriptor() {
                return 13;
            }

            @Override
            public PortCounters counters() {
                return broken.counters();
            }

            @Override
            public void refreshCounters() {
                broken.refreshCounters();
            }

            @Override
            public void linkChanged(final boolean carrier, final int mtu) {
                broken.linkChanged(carrier, mtu);
            }
        }, PortRules.DEFAULT);
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("first"));
        loop.doWork();
        assertEquals(1, a.counters().snapshot().dropped(DropReason.INTERNAL_ERROR));
        assertEquals(List.of("first"), b.sent());
        a.arrive(Frames.frame(MAC_A, MAC_B).payload("second"));
        loop.doWork();
        assertEquals(1, a.counters().snapshot().dropped(DropReason.SAME_PORT));
    }

    @Test
    void itCountsTheTimeItWorksAndNotTheTimeItWaits() {
        loop.doWork();
        nanos = 1_000_000;
        loop.doWork();
        assertEquals(0, loop.counters().busyNanos(), "nothing has come");
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("x"));
        b.arrive(Frames.frame(BROADCAST, MAC_B).payload("y"));
        nanos = 5_000_000;
        loop.doWork();
        nanos = 5_030_000;
        loop.doWork();
        nanos = 9_000_000;
        loop.doWork();
        assertEquals(30_000, loop.counters().busyNanos(), "from the cycle that had frames to the next");
        assertEquals(30_000, loop.counters().longestCycleNanos());
        assertEquals(5, loop.counters().cycles());
        assertEquals(2, loop.counters().batches().count(0), "of one frame each");
        assertEquals(2, loop.counters().batches().sum());
    }

    @Test
    void theLongestCycleIsForgottenAfterTwoMinutesAtMost() {
        final long second = 1_000_000_000L;
        a.arrive(Frames.frame(BROADCAST, MAC_A).payload("x"));
        loop.doWork();
        nanos = second / 10;
        loop.doWork();
        assertEquals(second / 10, loop.counters().longestCycleNanos());
        for (int i = 1; i < 120; i++) {
            nanos = i * second;
            loop.doWork();
            assertEquals(second / 10, loop.counters().longestCycleNanos(), "after " + i + " s");
        }
        nanos = 120 * second;
        loop.doWork();
        assertEquals(0, loop.counters().longestCycleNanos());
    }

    @Test
    void forwardingAllocatesNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final EndlessPort[] ports = {new EndlessPort(), new EndlessPort(), new EndlessPort()};
        final BridgeTable own = new BridgeTable();
        own.addBridge(bridge(own));
        for (int i = 0; i < ports.length; i++) {
            own.attach("br", "p" + i, ports[i], PortRules.DEFAULT);
        }
        final ForwardingLoop subject = new ForwardingLoop(Clock.SYSTEM, new MemoryPoller(), 50_000, commands, own, changes);
        run(subject, 20_000);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5 && least > 0; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(subject, 100_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes for 300,000 frames, in the best of five rounds: the compiler may allocate for itself in one");
    }

    private static void run(final ForwardingLoop subject, final int cycles) {
        for (int i = 0; i < cycles; i++) {
            subject.doWork();
        }
    }

    /** Frames without end: known, unknown and broadcast destinations, tagged and not. */
    private static final class EndlessPort implements Port {

        private final FrameView[] frames = {
            MemoryPort.view(Frames.frame(MAC_B, MAC_A).payload("x"), 0, 0),
            MemoryPort.view(Frames.frame(MAC_A, MAC_B).payload("x"), 0x8100, 10),
            MemoryPort.view(Frames.frame(BROADCAST, MAC_B).payload("x"), 0x88A8, 20),
            MemoryPort.view(Frames.frame("02:00:00:00:00:99", MAC_A).payload("x"), 0, 0)};
        private final PortCounters counters = new PortCounters();
        private int next;

        @Override
        public int poll(final FrameHandler handler) {
            handler.onFrame(frames[next++ & 3]);
            return 1;
        }

        @Override
        public void send(final FrameView frame, final long tags) {
            counters.sent(1, frame.length());
        }

        @Override
        public void release() {
            // its frames are for ever
        }

        @Override
        public void check() {
            // cannot break
        }

        @Override
        public void flush() {
            // sent already
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public PortCounters counters() {
            return counters;
        }

        @Override
        public void refreshCounters() {
            // counts nothing of its own
        }

        @Override
        public void linkChanged(final boolean carrier, final int mtu) {
            // its link never changes
        }
    }
}
