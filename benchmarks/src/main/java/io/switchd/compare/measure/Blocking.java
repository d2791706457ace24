package io.switchd.compare.measure;

import io.switchd.compare.subject.Host;
import io.switchd.frame.MacAddress;
import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Head-of-line blocking, as in RFC 2889, 5.5: frames go in turn to a port that is congested and to one that is free, at
 * half the rate that this very subject can carry, and those to the free one should not notice the others.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The port is congested by a queueing discipline of 10 Mbit/s on the switch's end of the cable, and not by a second
 *       sender, which on a machine with two cores would take the switch's time. A subject without such an end, as one
 *       whose ports are taps, is not measured; one so slow that it would not fill those 10 Mbit/s has half of what it
 *       is offered.
 *   <li>The loss is measured before there is congestion too: what is lost then was not blocked.
 *   <li>A fourth host looks on. Where it sees the frames their stations are not learned, and where the congested port
 *       carries all of its own it is not congested: neither gives a figure.
 * </ul>
 */
final class Blocking implements Measurement {

    private static final double MOST_BITS = 10e6;
    private static final double MOST_FLOODED = 0.01;
    private static final double MOST_CARRIED = 0.9;

    @Override
    public List<Figure> figures() {
        return List.of(ScaleFigures.LOST_BEFORE, ScaleFigures.LOST);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        if (bench.lab().run("ip", "link", "show", bench.host(1).port()).exitCode() != 0) {
            return;
        }
        final double half = bench.maximum(Bench.SMALL) / 2;
        bench.lab().in(bench.host(2).netns(), "ping", "-q", "-c", "3", "-i", "0.01", bench.host(0).address()).ok();
        try (FrameBlaster blaster = blaster(bench)) {
            blaster.blast(bench.effort().warmUp());
            values.accept(ScaleFigures.LOST_BEFORE, run(bench, blaster, half).lost());
            congest(bench, bits(half / 2));
            final Run run = run(bench, blaster, half);
            if (run.carried(1) > MOST_CARRIED) {
                throw new IllegalStateException("the port that should be congested carries " + run.carried(1) + " of its frames");
            }
            values.accept(ScaleFigures.LOST, run.lost());
        }
    }

    private static FrameBlaster blaster(final Bench bench) {
        final long congested = MacAddress.parse(bench.address(bench.host(1)));
        final long free = MacAddress.parse(bench.address(bench.host(2)));
        final byte[] frame = Bench.frame(bench.address(bench.host(2)), Bench.SOURCE, Bench.ETHER_TYPE, Bench.SMALL);
        return bench.blaster(bench.host(0), frame,
            (blaster, count, first) -> blaster.destinations(count, first, n -> n % 2 == 0 ? congested : free));
    }

    /** A second, for a port that is offered so many frames a second. */
    static long bits(final double frames) {
        return (long) Math.min(MOST_BITS, frames * Bench.SMALL * Byte.SIZE / 2);
    }

    private static void congest(final Bench bench, final long bits) {
        bench.lab().run("tc", "qdisc", "replace", "dev", bench.host(1).port(), "root", "tbf",
            "rate", bits + "bit", "burst", "5kb", "limit", "5kb").ok();
    }

    private static Run run(final Bench bench, final FrameBlaster blaster, final double perSecond) throws IOException {
        settle(bench);
        final long[] before = received(bench);
        final Offer offer = blaster.pace(perSecond, bench.effort().frames());
        settle(bench);
        final long[] after = received(bench);
        final long[] arrived = new long[after.length];
        for (int i = 0; i < after.length; i++) {
            arrived[i] = after[i] - before[i];
        }
        final Run run = new Run(offer.frames(), arrived);
        if (run.carried(3) > MOST_FLOODED) {
            throw new IllegalStateException("frames are flooded, although their stations were seen");
        }
        return run;
    }

    private static void settle(final Bench bench) throws IOException {
        bench.settle(bench.host(1));
        bench.settle(bench.host(2));
    }

    private static long[] received(final Bench bench) throws IOException {
        final long[] received = new long[bench.hosts()];
        for (int i = 0; i < received.length; i++) {
            received[i] = bench.received(bench.host(i));
        }
        return received;
    }

    /** Frames that were offered, every other one to host 1 and to host 2, and what arrived at each host. */
    record Run(long offered, long... arrived) {

        double carried(final int host) {
            return arrived[host] * 2.0 / offered;
        }

        /** Of 100 frames to host 2. */
        double lost() {
            return Math.max(0, 100 * (1 - carried(2)));
        }
    }
}
