package io.switchd.compare.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Await;
import io.switchd.testkit.Blaster;
import io.switchd.testkit.DeviceCounters;
import io.switchd.testkit.Lab;
import io.switchd.testkit.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresRoot
class FrameCounterTest {

    private static final int MANY = 10_000;
    private static final int FEW = 3;

    private final Lab lab = new Lab();

    @BeforeEach
    void connect() {
        lab.run("sh", "-e", "-c", "ip netns add a; ip netns add b; ip link add eth0 netns a type veth peer name eth0 netns b\n"
            + "for n in a b; do ip netns exec $n sh -c 'echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6'; ip -n $n link set eth0 up; done").ok();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** How many of them the receiving device has had. */
    private long send(final int etherType, final int frames) {
        final long before = received();
        try (Blaster blaster = new Blaster(lab, "a", "eth0", Bench.frame("02:00:00:00:00:0b", Bench.SOURCE, etherType, Bench.SMALL))) {
            blaster.send(frames, n -> n);
        }
        return received() - before;
    }

    private long received() {
        return DeviceCounters.of(lab, "b", "eth0").received();
    }

    private static void counts(final FrameCounter counter, final long frames) throws IOException {
        final AtomicLong counted = new AtomicLong();
        Await.until(frames + " frames are counted", Duration.ofSeconds(5), () -> counted.addAndGet(take(counter)) >= frames);
        assertEquals(frames, counted.get());
        assertEquals(0, counter.take());
    }

    private static long take(final FrameCounter counter) {
        try {
            return counter.take();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void countsEveryFrameOfItsEtherTypeAndNoOtherHoweverManyThereAre() throws IOException {
        try (FrameCounter counter = new FrameCounter(lab, "b", "eth0", Bench.ETHER_TYPE);
             FrameCounter other = new FrameCounter(lab, "b", "eth0", Bench.OTHER_ETHER_TYPE)) {
            final long many = send(Bench.ETHER_TYPE, MANY);
            final long few = send(Bench.OTHER_ETHER_TYPE, FEW);
            counts(counter, many);
            counts(other, few);
            counts(counter, send(Bench.ETHER_TYPE, FEW));
        }
    }
}
