package io.switchd.compare;

import io.switchd.compare.measure.Figures;
import io.switchd.compare.report.Results;
import io.switchd.compare.subject.Switchd;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What even a run too short for figures must show: that frames go through, and TCP is far ahead of an Open vSwitch that
 * computes every checksum and cuts every segment, which it is by a factor of ten and more.
 */
final class SmokeCheck {

    private static final String OVS = "OVS netdev";
    private static final double FAR_AHEAD = 2;

    private SmokeCheck() {
    }

    static List<String> troubles(final Results results) {
        final List<String> troubles = new ArrayList<>();
        if (results.has(Switchd.NAME) && results.hasFigure(Figures.FRAMES_60)
            && results.median(Switchd.NAME, Figures.FRAMES_60).orElse(0) <= 0) {
            troubles.add("switchd delivers no frames");
        }
        final OptionalDouble ours = results.median(Switchd.NAME, Figures.TCP_1);
        final OptionalDouble theirs = results.median(OVS, Figures.TCP_1);
        if (ours.isPresent() && theirs.isPresent() && ours.getAsDouble() < FAR_AHEAD * theirs.getAsDouble()) {
            troubles.add("TCP through switchd (" + ours.getAsDouble() + " Gbit/s) is not " + FAR_AHEAD
                + " times as fast as through Open vSwitch as shipped (" + theirs.getAsDouble() + ")");
        }
        return troubles;
    }
}
