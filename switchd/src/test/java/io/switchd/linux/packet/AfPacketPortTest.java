package io.switchd.linux.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.port.DropReason;
import io.switchd.port.FrameHandler;
import io.switchd.port.PortCounters;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Frames;
import io.switchd.testkit.MemoryPort;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Two ports on the two ends of a real veth pair. */
@RequiresRoot
class AfPacketPortTest {

    private static final int RING_FRAMES = 256;
    /** Some 600 frames of 60 bytes. */
    private static final int QUEUED_BYTES = 256 * 1024;
    private static final int LONG_BYTES = 8 * 1024 * 1024;
    private static final byte[] FRAME = Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("hello");

    /** What a test does with the two ends. */
    private interface Body {
        void run(AfPacketPort near, AfPacketPort far, Links links) throws Exception;
    }

    private static void withPair(final Body body) throws Exception {
        Sandbox.run(() -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
            try (NetlinkSocket netlink = NetlinkSocket.open(); LongFrames longFrames = new LongFrames()) {
                final Links links = new Links(netlink);
                links.addVeth("near", "far", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "test");
                links.setUp("near");
                links.setUp("far");
                try (AfPacketPort near = open(links, "near", longFrames); AfPacketPort far = open(links, "far", longFrames)) {
                    body.run(near, far, links);
                }
            }
            return null;
        });
    }

    private static AfPacketPort open(final Links links, final String device, final LongFrames longFrames) throws Exception {
        final AfPacketPort port = AfPacketPort.open(links.get(device).index(), new PacketBuffers(RING_FRAMES, LONG_BYTES, QUEUED_BYTES, LONG_BYTES), longFrames, new PortCounters(), () -> { });
        port.linkChanged(true, 1_500);
        return port;
    }

    private static List<FrameView> receive(final AfPacketPort port, final FrameHandler handler) {
        final List<FrameView> views = new ArrayList<>();
        while (port.poll(frame -> {
            handler.onFrame(frame);
            views.add(frame);
        }) > 0) {
            port.release();
        }
        return views;
    }

    private static FrameView inNativeMemory(final byte[] frame) {
        final ByteBuffer heap = MemoryPort.view(frame, 0, 0).buffer();
        final NativeMemory memory = NativeMemory.allocate(128 * 1024);
        memory.buffer().put(0, heap.array());
        return new FrameView().wrap(memory.buffer(), 10, frame.length, memory.address() + 10);
    }

    @Test
    void aFrameArrivesAsItWasSent() throws Exception {
        withPair((near, far, links) -> {
            receive(far, frame -> { });
            near.send(inNativeMemory(FRAME), 0);
            near.flush();
            final byte[] arrived = new byte[FRAME.length];
            assertTrue(receive(far, frame -> {
                if (frame.length() == FRAME.length) {
                    frame.buffer().get(frame.offset(), arrived);
                }
            }).size() > 0);
            assertArrayEquals(FRAME, arrived);
        });
    }

    @Test
    void theFirstTagGoesOutInTheFrameAndComesInBesideItAndTheSecondStaysInside() throws Exception {
        withPair((near, far, links) -> {
            final int service = VlanTag.of(0x88A8, 5 << 13 | 1 << 12 | 100);
            final int customer = VlanTag.of(0x8100, 4_094);
            near.send(inNativeMemory(FRAME), VlanTag.stack(service, VlanTag.NONE));
            near.send(inNativeMemory(FRAME), VlanTag.stack(customer, VlanTag.NONE));
            near.send(inNativeMemory(FRAME), VlanTag.stack(service, customer));
            near.flush();
            final List<Integer> tags = new ArrayList<>();
            receive(far, frame -> {
                if (frame.tag() != VlanTag.NONE) {
                    tags.add(frame.tag());
                    tags.add(VlanTag.isTpid(frame.etherType()) ? frame.innerTag() : VlanTag.NONE);
                }
            });
            assertEquals(List.of(service, 0, customer, 0, service, customer), tags);
            assertEquals(3 * FRAME.length + 16, near.counters().snapshot().txBytes());
        });
    }

    @Test
    void whatCannotLeaveIsDroppedUnderItsReasonAndTheNextFrameLeaves() throws Exception {
        withPair((near, far, links) -> {
            links.setMtu("far", 500);
            final byte[] tooLong = new byte[1_000];
            System.arraycopy(FRAME, 0, tooLong, 0, FRAME.length);
            near.send(inNativeMemory(tooLong), 0);
            near.send(inNativeMemory(FRAME), 0);
            near.linkChanged(true, 100);
            near.send(inNativeMemory(tooLong), 0);
            near.linkChanged(false, 1_500);
            near.send(inNativeMemory(FRAME), 0);
            near.flush();
            final PortCounters.Snapshot counters = near.counters().snapshot();
            assertEquals(1, counters.dropped(DropReason.TX_NO_BUFFER), "longer than the far end takes");
            assertEquals(1, counters.dropped(DropReason.TX_TOO_LONG));
            assertEquals(1, counters.dropped(DropReason.TX_NO_CARRIER));
            assertEquals(1, counters.txFrames());
        });
    }

    @Test
    void aDeviceThatWasDownCostsNoFrameWhenItIsUpAgain() throws Exception {
        withPair((near, far, links) -> {
            receive(far, frame -> { });
            Commands.run("ip", "link", "set", "near", "down").ok();
            near.send(inNativeMemory(FRAME), 0);
            near.flush();
            assertEquals(1, near.counters().snapshot().dropped(DropReason.TX_LINK_DOWN));
            Commands.run("ip", "link", "set", "near", "up").ok();
            Commands.run("ip", "link", "set", "near", "down").ok();
            Commands.run("ip", "link", "set", "near", "up").ok();
            near.send(inNativeMemory(FRAME), 0);
            near.flush();
            assertEquals(1, near.counters().snapshot().dropped(DropReason.TX_LINK_DOWN));
            assertEquals(1, receive(far, frame -> { }).size());
        });
    }

    @Test
    void anErrorThatIsKeptForASocketEndsOneWaitAndNotAll() throws Exception {
        withPair((near, far, links) -> {
            try (EpollPoller poller = new EpollPoller()) {
                poller.add(near.descriptor());
                Commands.run("ip", "link", "set", "near", "down").ok();
                poller.await(10_000);
                final long start = System.nanoTime();
                poller.await(50);
                assertTrue(System.nanoTime() - start >= 50_000_000L, "nothing to tell any more");
            }
        });
    }

    @Test
    void aDeviceThatIsGoneIsACountedDropAndNoException() throws Exception {
        withPair((near, far, links) -> {
            links.delete("near");
            near.send(inNativeMemory(FRAME), 0);
            near.send(inNativeMemory(FRAME), 0);
            near.flush();
            assertEquals(0, near.poll(frame -> { }));
            assertEquals(2, near.counters().snapshot().dropped(DropReason.TX_LINK_DOWN));
        });
    }

    @Test
    void aSocketWhoseDeviceLeftAndCameBackIsNotBoundAnyMore() throws Exception {
        withPair((near, far, links) -> {
            final NetworkNamespaces namespaces = new NetworkNamespaces(NetworkNamespaces.DIRECTORY);
            namespaces.add("away");
            final int index = links.get("near").index();
            final int away = namespaces.open("away");
            final int home = LibC.open("/proc/thread-self/ns/net", 0, 0);
            try {
                assertTrue(near.isBound());
                links.setMtu("near", 1_400);
                assertTrue(near.isBound(), "a change is no loss");
                links.move("near", away);
                namespaces.in("away", () -> {
                    try (NetlinkSocket inside = NetlinkSocket.open()) {
                        new Links(inside).move("near", home);
                    }
                    return null;
                });
                assertEquals(index, links.get("near").index());
                assertFalse(near.isBound());
            } finally {
                LibC.close(home);
                LibC.close(away);
            }
        });
    }

    @Test
    void framesOfAllLengthsArriveInOrderAndWholeRoundAfterRound() throws Exception {
        withPair((near, far, links) -> {
            receive(far, frame -> { });
            links.setMtu("near", 65_535);
            links.setMtu("far", 65_535);
            near.linkChanged(true, 65_535);
            final int[] lengths = {60, 1_524, 1_525, 65_549, 61, 3_000, 14, 1_514};
            final List<Integer> arrived = new ArrayList<>();
            for (int round = 0; round < 3 * RING_FRAMES; round++) {
                for (final int length : lengths) {
                    near.send(inNativeMemory(patterned(length)), 0);
                    near.flush();
                }
                receive(far, frame -> {
                    arrived.add(frame.length());
                    assertEquals(pattern(frame.length() - 1), frame.length() == 14 ? pattern(13) : frame.buffer().get(frame.offset() + frame.length() - 1));
                });
            }
            assertEquals(3 * RING_FRAMES * lengths.length, arrived.size());
            for (int i = 0; i < arrived.size(); i++) {
                assertEquals(lengths[i % lengths.length], arrived.get(i));
            }
        });
    }

    private static byte[] patterned(final int length) {
        final byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = i < 14 ? FRAME[i] : pattern(i);
        }
        return frame;
    }

    private static byte pattern(final int at) {
        return (byte) (at * 31);
    }

    @Test
    void whatIsNotReleasedIsNotOverwritten() throws Exception {
        withPair((near, far, links) -> {
            receive(far, frame -> { });
            final FrameView frame = inNativeMemory(FRAME);
            for (int i = 0; i < 64; i++) {
                near.send(frame, 0);
            }
            near.flush();
            final List<ByteBuffer> held = new ArrayList<>();
            assertEquals(64, far.poll(received -> held.add(received.buffer().duplicate().position(received.offset()).limit(received.offset() + 19).slice())));
            final FrameView other = inNativeMemory(Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("other"));
            for (int i = 0; i < 2 * RING_FRAMES; i++) {
                near.send(other, 0);
                near.flush();
            }
            held.forEach(bytes -> assertEquals('h', bytes.get(14)));
            far.release();
            far.refreshCounters();
            assertEquals(far.counters().snapshot().dropped(DropReason.RX_OVERRUN) + receive(far, received -> { }).size(), 2 * RING_FRAMES);
        });
    }

    @Test
    void aPortThatDropsMuchOrGetsLittleIsNotStuck() throws Exception {
        withPair((near, far, links) -> {
            final FrameView frame = inNativeMemory(FRAME);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 4 * RING_FRAMES; i++) {
                    near.send(frame, 0);
                    near.flush();
                }
                far.check();
                receive(far, received -> { });
                far.check();
                far.check();
            }
            assertFalse(far.isStuck());
            assertTrue(far.counters().snapshot().dropped(DropReason.RX_OVERRUN) > 0);
        });
    }

    @Test
    void aPortWhoseDeviceIsNotThereLeavesNothingBehind() throws Exception {
        withPair((near, far, links) -> {
            final int before = Files.readAllLines(Path.of("/proc/thread-self/net/packet")).size();
            assertThrows(LinuxException.class, () -> AfPacketPort.open(9_999, PacketBuffers.DEFAULT, new LongFrames(), new PortCounters(), () -> { }));
            assertEquals(before, Files.readAllLines(Path.of("/proc/thread-self/net/packet")).size());
        });
    }

    @Test
    void framesThatTheReceiveBufferHadNoRoomForAreCounted() throws Exception {
        withPair((near, far, links) -> {
            receive(far, frame -> { });
            far.refreshCounters();
            final long before = far.counters().snapshot().rxFrames();
            final FrameView frame = inNativeMemory(FRAME);
            for (int i = 0; i < 10_000; i++) {
                near.send(frame, 0);
                near.flush();
            }
            receive(far, received -> { });
            far.refreshCounters();
            final PortCounters.Snapshot counters = far.counters().snapshot();
            assertTrue(counters.dropped(DropReason.RX_OVERRUN) > 0);
            assertEquals(near.counters().snapshot().txFrames(), counters.rxFrames() - before, "received and overrun are all that was sent");
        });
    }

    @Test
    void passingFramesThroughRealSocketsAllocatesNothing() throws Exception {
        withPair((near, far, links) -> {
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final FrameView frame = inNativeMemory(FRAME);
            final long tags = VlanTag.stack(VlanTag.of(0x88A8, 10), VlanTag.of(0x8100, 20));
            final FrameHandler back = received -> far.send(received, tags);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 6 && least > 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 20_000; i++) {
                    near.send(frame, tags);
                    near.flush();
                    far.poll(back);
                    far.flush();
                    far.release();
                    near.poll(received -> { });
                    near.release();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, least, "bytes for 40,000 frames, in the best of six rounds");
        });
    }
}
