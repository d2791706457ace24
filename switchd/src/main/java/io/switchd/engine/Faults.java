package io.switchd.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Tells of defects that a frame has met, at most five a minute, because whoever can send such a frame can send a
 * million. Confined to the thread of the loop.
 */
final class Faults {

    private static final Logger LOG = System.getLogger(Faults.class.getName());
    private static final int PERIOD_SECONDS = 60;
    private static final int PER_PERIOD = 5;

    private int periodStart;
    private int told;
    private long suppressed;

    void report(final String port, final RuntimeException fault, final int nowSeconds) {
        if (nowSeconds - periodStart >= PERIOD_SECONDS) {
            periodStart = nowSeconds;
            told = 0;
        }
        if (told == PER_PERIOD) {
            suppressed++;
            return;
        }
        told++;
        LOG.log(Level.ERROR, "a frame from port " + port + " was lost to a defect of the switch (" + suppressed + " more not told)", fault);
        suppressed = 0;
    }
}
