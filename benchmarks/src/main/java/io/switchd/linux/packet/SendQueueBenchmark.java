package io.switchd.linux.packet;

import io.switchd.baseline.Stage;
import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.FrameViews;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.testkit.Frames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to describe a frame to sendmmsg(2), for each frame of a batch. */
public class SendQueueBenchmark extends Stage {

    private static final int BATCH = 64;
    private static final int VLAN = 10;
    private static final long ONE_TAG = VlanTag.stack(VlanTag.of(EthernetLayout.TPID_8021Q, VLAN), VlanTag.NONE);

    private final NativeMemory memory = NativeMemory.allocate(SendQueue.SIZE);
    private final SendQueue queue = new SendQueue(memory);
    private final FrameView[] frames = new FrameView[BATCH];

    @Setup
    public void receive() {
        for (int i = 0; i < BATCH; i++) {
            frames[i] = FrameViews.of(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("x"));
        }
    }

    @TearDown
    public void close() {
        memory.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int withoutTag() {
        return fill(0);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int withOneTag() {
        return fill(ONE_TAG);
    }

    private int fill(final long tags) {
        queue.clear();
        for (final FrameView frame : frames) {
            queue.add(frame, tags);
        }
        return queue.size();
    }
}
