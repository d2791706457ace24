package io.switchd.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.compare.measure.Figures;
import io.switchd.compare.report.Results;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmokeCheckTest {

    private static final String OVS = "OVS netdev";
    private static final String SLOW = "TCP through switchd (1.9 Gbit/s) is not 2.0 times as fast as through Open vSwitch as shipped (1.0)";

    private final Results results = new Results();

    private void thereAre(final String... troubles) {
        assertEquals(List.of(troubles), SmokeCheck.troubles(results));
    }

    @Test
    void aSwitchThatDeliversAndIsTwiceAsFastAsOpenVswitchIsWell() {
        results.add("switchd", Figures.FRAMES_60, 0.1);
        results.add("switchd", Figures.TCP_1, 2.0);
        results.add(OVS, Figures.TCP_1, 1.0);
        thereAre();
    }

    @Test
    void aSwitchThatDeliversNothingIsATrouble() {
        results.add("switchd", Figures.FRAMES_60, 0);
        thereAre("switchd delivers no frames");
    }

    @Test
    void aSwitchWhoseFramesCouldNotBeMeasuredWhileOthersCouldIsATrouble() {
        results.add(OVS, Figures.FRAMES_60, 300);
        results.add("switchd", Figures.TCP_1, 10);
        thereAre("switchd delivers no frames");
    }

    @Test
    void aSwitchThatIsNotFarAheadOfOpenVswitchIsATrouble() {
        results.add("switchd", Figures.TCP_1, 1.9);
        results.add(OVS, Figures.TCP_1, 1.0);
        thereAre(SLOW);
    }

    @Test
    void theMedianOfTheRoundsCounts() {
        for (final double value : new double[] {0.1, 1.9, 50}) {
            results.add("switchd", Figures.TCP_1, value);
        }
        results.add(OVS, Figures.TCP_1, 1.0);
        thereAre(SLOW);
    }

    @Test
    void whatWasNotToBeMeasuredIsNoTrouble() {
        thereAre();
        results.add("switchd", Figures.TCP_1, 0.1);
        thereAre();
        results.add("OVS netdev, TSO", Figures.TCP_1, 7);
        thereAre();
    }
}
