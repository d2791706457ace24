package io.switchd.compare.measure;

import io.switchd.compare.measure.FrameBlaster.Addresses;
import io.switchd.compare.subject.Host;
import io.switchd.compare.subject.Topology;
import io.switchd.testkit.DeviceCounters;
import io.switchd.testkit.Frames;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts of a subject that is connected, and what all measurements do with them. Frames are of an EtherType that no
 * stack knows, go from the first host to the second, and are counted by the receiving device.
 */
public final class Bench {

    static final int SMALL = 60;
    static final int LARGE = 1_514;
    static final int ETHER_TYPE = 0x88B5;
    static final int OTHER_ETHER_TYPE = 0x88B6;
    static final String SOURCE = "02:00:00:00:b1:a5";

    private static final int HEADER = 14;
    private static final Pattern ADDRESS = Pattern.compile("link/ether (\\S+)");
    private static final Duration LONGEST_UNDER_WAY = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(30);
    private static final Duration MAXIMUM_AGAIN = Duration.ofSeconds(1);

    private final Lab lab;
    private final Topology topology;
    private final List<Long> processes;
    private final Effort effort;
    private final Map<Integer, Double> maxima = new HashMap<>();

    /** @param processes of the switch */
    public Bench(final Lab lab, final Topology topology, final List<Long> processes, final Effort effort) {
        this.lab = lab;
        this.topology = topology;
        this.processes = processes;
        this.effort = effort;
    }

    Lab lab() {
        return lab;
    }

    List<Long> processes() {
        return processes;
    }

    Effort effort() {
        return effort;
    }

    Host host(final int number) {
        return topology.hosts().get(number);
    }

    int hosts() {
        return topology.hosts().size();
    }

    /** Lets the switch see both hosts and many frames. */
    public void warmUp() throws IOException {
        lab.in(host(0).netns(), "ping", "-q", "-c", "20", "-i", "0.01", host(1).address()).ok();
        try (FrameBlaster blaster = blaster(SMALL)) {
            blaster.blast(effort.warmUp());
        }
    }

    FrameBlaster blaster(final int length) throws IOException {
        return blaster(length, null);
    }

    FrameBlaster blaster(final int length, final LongUnaryOperator sources) throws IOException {
        return blaster(host(0), address(host(1)), length, sources);
    }

    FrameBlaster blaster(final Host from, final String destination, final int length, final LongUnaryOperator sources) throws IOException {
        return blaster(from, frame(destination, SOURCE, ETHER_TYPE, length),
            sources == null ? Addresses.UNCHANGED : (blaster, count, first) -> blaster.sources(count, first, sources));
    }

    FrameBlaster blaster(final Host from, final byte[] frame, final Addresses addresses) {
        return new FrameBlaster(lab, from.netns(), Host.DEVICE, frame, addresses);
    }

    static byte[] frame(final String destination, final String source, final int etherType, final int length) {
        return Frames.frame(destination, source).payload(etherType, new byte[length - HEADER]);
    }

    /**
     * Waits until nothing is under way any more. After an overload a switch has thousands of frames in its queues, for
     * which the next measurement would have to wait, or which it would count.
     */
    public void settle() throws IOException {
        settle(host(1));
    }

    /** The same for what is under way to another host. */
    void settle(final Host receiver) throws IOException {
        final long end = System.nanoTime() + LONGEST_UNDER_WAY.toNanos();
        long before = -1;
        long now = received(receiver);
        while (now != before && System.nanoTime() < end) {
            before = now;
            LockSupport.parkNanos(LOOK.toNanos());
            now = received(receiver);
        }
    }

    /** Frames a second that arrive when as many as possible are sent and all queues are full; measured once. */
    double maximum(final int length) throws IOException {
        if (!maxima.containsKey(length)) {
            try (FrameBlaster blaster = blaster(length)) {
                blaster.blast(effort.trial());
                final long before = received(host(1));
                final Offer offer = blaster.blast(effort.frames().compareTo(MAXIMUM_AGAIN) < 0 ? effort.frames() : MAXIMUM_AGAIN);
                maximum(length, (received(host(1)) - before) * 1e9 / offer.nanos());
            }
            settle();
        }
        return maxima.get(length);
    }

    void maximum(final int length, final double perSecond) {
        maxima.put(length, perSecond);
    }

    /** Frames that a host's device has received so far. */
    long received(final Host host) {
        return DeviceCounters.of(lab, host.netns(), Host.DEVICE).received();
    }

    String address(final Host host) {
        return find(ADDRESS, lab.run("ip", "-n", host.netns(), "link", "show", Host.DEVICE).ok().stdout());
    }

    private static String find(final Pattern pattern, final String text) {
        final Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
