package io.switchd.forward;

import io.switchd.fdb.MacTable;
import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.port.DropReason;
import io.switchd.testkit.Frames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision costs: to a known station, and flooded to all other ports. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ForwarderBenchmark {

    @Param({"2", "8"})
    private int ports;

    private final EgressSet egress = new EgressSet();
    private Forwarder forwarder;
    private FrameView known;
    private FrameView flooded;

    @Setup
    public void learn() {
        forwarder = new Forwarder(new MacTable(MacTable.DEFAULT_LIMIT, MacTable.DEFAULT_AGEING_SECONDS, 42));
        for (int port = 0; port < ports; port++) {
            forwarder.addPort(port);
        }
        egress.ensureCapacity(ports);
        known = view(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("x"));
        flooded = view(Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:0a").payload("x"));
        forwarder.decide(view(Frames.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:0b").payload("x")), 1, 0, egress);
    }

    private static FrameView view(final byte[] frame) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(OffloadHeader.LENGTH + frame.length).order(ByteOrder.nativeOrder());
        buffer.put(OffloadHeader.LENGTH, frame);
        return new FrameView().wrap(buffer, OffloadHeader.LENGTH, frame.length);
    }

    @Benchmark
    public DropReason toAKnownStation() {
        return forwarder.decide(known, 0, 0, egress);
    }

    @Benchmark
    public DropReason floodedToAllOthers() {
        return forwarder.decide(flooded, 0, 0, egress);
    }
}
