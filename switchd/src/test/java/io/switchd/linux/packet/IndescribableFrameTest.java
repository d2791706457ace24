package io.switchd.linux.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import io.switchd.testkit.Tap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A port on a tap, through which a frame comes whose offload the kernel cannot describe to a packet socket. */
@RequiresRoot
class IndescribableFrameTest {

    private static final int RING_FRAMES = 256;
    private static final byte[] NO_OFFLOAD = new byte[10];
    private static final byte[] FRAME = Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("hello");

    private final AtomicInteger told = new AtomicInteger();

    private interface Body {
        void run(AfPacketPort port, Tap tap) throws Exception;
    }

    private void withTap(final Body body) throws Exception {
        Sandbox.run(() -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
            try (NetlinkSocket netlink = NetlinkSocket.open(); Tap tap = Tap.open("tap"); LongFrames longFrames = new LongFrames()) {
                final Links links = new Links(netlink);
                links.setUp("tap");
                try (AfPacketPort port = AfPacketPort.open(links.get("tap").index(), PacketBuffers.ofRing(RING_FRAMES), longFrames, new PortCounters(), told::incrementAndGet)) {
                    port.linkChanged(true, 1_500);
                    body.run(port, tap);
                }
            }
            return null;
        });
    }

    /** Takes all that is there; returns how many frames. */
    private static int receive(final AfPacketPort port) {
        int received = 0;
        for (int count = port.poll(frame -> { }); count > 0; count = port.poll(frame -> { })) {
            port.release();
            received += count;
        }
        return received;
    }

    @Test
    void aRingThatOneFrameHasStuckIsTold() throws Exception {
        withTap((port, tap) -> {
            tap.write(NO_OFFLOAD, FRAME);
            assertEquals(1, receive(port));
            port.check();
            tap.writeIndescribable();
            tap.write(NO_OFFLOAD, FRAME);
            assertEquals(0, receive(port), "the kernel has stuck");
            port.check();
            assertFalse(port.isStuck(), "once may be chance");
            port.check();
            assertFalse(port.isStuck(), "nothing came, which tells nothing");
            tap.write(NO_OFFLOAD, FRAME);
            port.check();
            port.check();
            assertTrue(port.isStuck());
            assertEquals(2, told.get());
            assertEquals(3, port.counters().snapshot().dropped(DropReason.RX_UNREADABLE));
            assertEquals(4, port.counters().snapshot().rxFrames());
        });
    }

    @Test
    void aQueueLosesNoMoreThanTheFrameThatCannotBeDescribed() throws Exception {
        withTap((port, tap) -> {
            for (int i = 0; i < 2 * RING_FRAMES; i++) {
                tap.write(NO_OFFLOAD, FRAME);
            }
            tap.writeIndescribable();
            tap.write(NO_OFFLOAD, FRAME);
            assertEquals(2 * RING_FRAMES + 1, receive(port) + receive(port) + receive(port), "after what cannot be read there is more");
            for (int check = 0; check < 3; check++) {
                port.check();
            }
            assertFalse(port.isStuck());
            assertEquals(1, port.counters().snapshot().dropped(DropReason.RX_UNREADABLE));
        });
    }
}
