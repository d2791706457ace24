package io.switchd.compare.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The figures of the comparison, in the order of the table, and how they are measured. A frame of 60 bytes, as Linux
 * counts them, has 64 on a wire, where a checksum follows it.
 */
public final class Figures {

    public static final Figure TCP_1 = Figure.more("tcp-1", Family.TCP, "TCP, 1 stream (Gbit/s)");
    public static final Figure FRAMES_60 = Figure.more("frames-60", Family.FRAMES, "60-byte frames delivered (kpps)");

    static final Figure TCP_4 = Figure.more("tcp-4", Family.TCP, "TCP, 4 streams (Gbit/s)");
    static final Figure TCP_BIDIRECTIONAL = Figure.more("tcp-bidir", Family.TCP, "TCP, 4 streams each way (Gbit/s)");
    static final Figure RETRANSMITS_1 = Figure.less("retransmits-1", Family.RETRANSMITS, "segments sent again, 1 stream");
    static final Figure RETRANSMITS_4 = Figure.less("retransmits-4", Family.RETRANSMITS, "segments sent again, 4 streams");
    static final Figure RETRANSMITS_BIDIRECTIONAL = Figure.less("retransmits-bidir", Family.RETRANSMITS, "segments sent again, 4 streams each way");
    static final Figure FRAMES_1514 = Figure.more("frames-1514", Family.FRAMES, "1514-byte frames delivered (kpps)");
    static final Figure ZERO_LOSS_60 = Figure.more("zero-loss-60", Family.ZERO_LOSS, "60-byte frames without loss (kpps)");
    static final Figure ZERO_LOSS_1514 = Figure.more("zero-loss-1514", Family.ZERO_LOSS, "1514-byte frames without loss (kpps)");
    static final Figure RTT_IDLE_50 = Figure.less("rtt-idle-p50", Family.RTT, "RTT idle, p50 (µs)");
    static final Figure RTT_IDLE_99 = Figure.less("rtt-idle-p99", Family.RTT, "RTT idle, p99 (µs)");
    static final Figure RTT_LOADED_50 = Figure.less("rtt-loaded-p50", Family.RTT, "RTT at half its own load, p50 (µs)");
    static final Figure RTT_LOADED_99 = Figure.less("rtt-loaded-p99", Family.RTT, "RTT at half its own load, p99 (µs)");
    static final Figure TRANSACTIONS = Figure.more("transactions", Family.TRANSACTIONS, "TCP transactions, one after another (1000 a second)");
    static final Figure TRANSACTION_50 = Figure.less("transaction-p50", Family.TRANSACTION_TIME, "TCP transaction, p50 (µs)");
    static final Figure TRANSACTION_99 = Figure.less("transaction-p99", Family.TRANSACTION_TIME, "TCP transaction, p99 (µs)");
    static final Figure TRANSACTION_999 = Figure.less("transaction-p99.9", Family.TRANSACTION_TIME, "TCP transaction, p99.9 (µs)");
    static final Figure TRANSACTION_LOADED_50 =
        Figure.less("transaction-loaded-p50", Family.TRANSACTION_TIME, "TCP transaction at half its own load, p50 (µs)");
    static final Figure TRANSACTION_LOADED_99 =
        Figure.less("transaction-loaded-p99", Family.TRANSACTION_TIME, "TCP transaction at half its own load, p99 (µs)");
    static final Figure TRANSACTION_LOADED_999 =
        Figure.less("transaction-loaded-p99.9", Family.TRANSACTION_TIME, "TCP transaction at half its own load, p99.9 (µs)");
    static final Figure OVERLOAD_KEPT = Figure.more("overload-kept", Family.OVERLOAD, "delivered under overload : maximum");
    static final Figure OVERLOAD_OFFERED = Figure.more("overload-offered", Family.OVERLOAD, "offered under overload : maximum");
    static final Figure CPU_60 = Figure.less("cpu-60", Family.CPU, "CPU at full load (s per million frames of 60)");
    static final Figure CPU_1514 = Figure.less("cpu-1514", Family.CPU, "CPU at full load (s per million frames of 1514)");
    static final Figure CPU_60_HALF = Figure.less("cpu-60-half", Family.CPU, "CPU at half load (s per million frames of 60)");
    static final Figure RESIDENT = Figure.less("rss", Family.MEMORY, "resident memory (MB)");

    /** Those of RFC 2544, without the checksum. */
    private static final List<Integer> SIZES = List.of(60, 124, 252, 508, 1_020, 1_276, 1_514);
    private static final int CHECKSUM = 4;

    private static final int FIRST_PORT = 5_201;

    private Figures() {
    }

    /** In the order in which they are measured. */
    public static List<Measurement> measurements() {
        final List<Measurement> measurements = new ArrayList<>(List.of(new IdleRoundTrip(),
            new IdleTransactions(),
            new TcpThroughput(TCP_1, RETRANSMITS_1, FIRST_PORT),
            new TcpThroughput(TCP_4, RETRANSMITS_4, FIRST_PORT + 1, "-P", "4"),
            new TcpThroughput(TCP_BIDIRECTIONAL, RETRANSMITS_BIDIRECTIONAL, FIRST_PORT + 2, "-P", "4", "--bidir"),
            new FrameRate(FRAMES_60, Optional.of(CPU_60), Bench.SMALL),
            new FrameRate(FRAMES_1514, Optional.of(CPU_1514), Bench.LARGE)));
        SIZES.forEach(size -> measurements.add(new FrameRate(size(size), Optional.empty(), size)));
        measurements.addAll(List.of(new ZeroLoss(ZERO_LOSS_60, Bench.SMALL, null),
            new ZeroLoss(ZERO_LOSS_1514, Bench.LARGE, null),
            new LoadedRoundTrip(),
            new LoadedTransactions(),
            new Overload(),
            new Memory()));
        return measurements;
    }

    private static Figure size(final int size) {
        return Figure.more("sizes-" + size, Family.SIZES, size + "-byte frames, " + (size + CHECKSUM) + " on a wire, delivered (kpps)");
    }
}
