package io.switchd.compare.measure;

import java.time.Duration;

/**
 * How long each thing is measured.
 *
 * @param tcpSeconds  of each run of iperf3
 * @param warmUp      of frames before anything is measured: a JVM that has seen none is another switch
 * @param frames      of frames sent as fast as possible
 * @param trial       of one rate, in the search for the highest without loss
 * @param searchSteps each of which halves what is not known of that rate
 * @param pings       of each run of ping, one every 2 ms
 */
public record Effort(int tcpSeconds, Duration warmUp, Duration frames, Duration trial, int searchSteps, int pings) {

    public static Effort ofSeconds(final int seconds) {
        return new Effort(seconds, Duration.ofSeconds(1), Duration.ofSeconds(seconds), Duration.ofMillis(500), 8, 500);
    }

    /** To see that everything works, not how well. */
    public static Effort smoke() {
        return new Effort(1, Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(100), 4, 50);
    }
}
