package io.switchd.compare.measure;

import java.util.ArrayList;
import java.util.List;

/** What is measured when there is more of everything. */
public final class ScaleFigures {

    /** Of which two are busy. */
    public static final List<Integer> PORTS = List.of(2, 8, 64);

    static final Figure FLOOD_COPIES = Figure.more("flood-copies", Family.FLOOD, "copies to 8 ports delivered (kpps)");
    static final Figure FLOOD_COST = Figure.less("flood-cost", Family.FLOOD, "time for a copy : time for a frame to one port");
    static final Figure LEARNED = Figure.more("learned", Family.LEARNING, "new stations learned without loss (1000 a second)");
    static final Figure FLOODED = Figure.less("flooded", Family.LEARNING, "of 100 frames to learned stations, flooded");
    static final Figure LOST_BEFORE = Figure.less("blocking-before", Family.BLOCKING, "of 100 frames to one of two free ports, lost");
    static final Figure LOST = Figure.less("blocking", Family.BLOCKING, "of 100 frames to a free port, lost while the other is congested");
    static final Figure SMALLER_SHARE = Figure.more("fairness", Family.FAIRNESS, "smaller share of two who flood one receiver (%)");

    private static final List<Integer> FLOWS = List.of(1, 1_000, 64_000);

    private ScaleFigures() {
    }

    public static Measurement ports(final int ports) {
        return new SourcesRate(Figure.more("ports-" + ports, Family.PORTS, ports + " ports, 60-byte frames delivered (kpps)"), 1);
    }

    public static List<Measurement> flows() {
        final List<Measurement> measurements = new ArrayList<>();
        for (final int flows : FLOWS) {
            measurements.add(new SourcesRate(Figure.more("flows-" + flows, Family.FLOWS, flows + " sources, 60-byte frames delivered (kpps)"), flows));
        }
        return measurements;
    }

    public static Measurement flood() {
        return new Flood();
    }

    public static Measurement learning() {
        return new Learning();
    }

    public static Measurement blocking() {
        return new Blocking();
    }

    public static Measurement fairness() {
        return new Fairness();
    }
}
