package io.switchd.compare.measure;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Figures of one unit, which share a chart, and are asked for together. */
public enum Family {
    TCP("TCP throughput", "Gbit/s"),
    RETRANSMITS("TCP segments sent again", "segments in a run"),
    FRAMES("Frames delivered when more are offered", "kpps"),
    SIZES("Frames of each size delivered when more are offered", "kpps"),
    ZERO_LOSS("Highest rate without any loss", "kpps"),
    RTT("Round trip of a ping", "µs"),
    TRANSACTIONS("TCP transactions, one after another", "1000 a second"),
    TRANSACTION_TIME("Time of a TCP transaction", "µs"),
    OVERLOAD("Twice the load it can carry", "ratio to its own maximum"),
    CPU("Processor time of the switch's processes", "s per million frames"),
    MEMORY("Memory of the switch's processes", "MB"),
    PORTS("Frames delivered between two of many ports", "kpps"),
    FLOOD("Frames for everybody", "kpps of copies, and ratio"),
    FLOWS("Frames delivered, from many sources", "kpps"),
    LEARNING("New stations learned without loss", "1000 a second"),
    BLOCKING("Frames to a free port", "of 100 lost"),
    FAIRNESS("Two who flood one receiver", "%");

    private final String title;
    private final String unit;

    Family(final String title, final String unit) {
        this.title = title;
        this.unit = unit;
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    /** As on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All but those that would double the time of a run, which are only measured when they are named. */
    public static Set<Family> usual() {
        return EnumSet.complementOf(EnumSet.of(SIZES));
    }

    public static Family of(final String id) {
        for (final Family family : values()) {
            if (family.id().equals(id)) {
                return family;
            }
        }
        throw new IllegalArgumentException("no figures are called " + id);
    }
}
