package io.switchd.linux.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.MemoryFile;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import io.switchd.testkit.Carrier;
import io.switchd.testkit.Frames;
import io.switchd.testkit.RawSender;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A daemon that ends between two steps, and another one that goes on with its descriptors: of a frame from port in to port
 * out, each of which has a far end.
 */
@RequiresRoot
class AdoptionTest {

    private static final PacketBuffers BUFFERS = PacketBuffers.ofRing(PacketBuffers.MIN_RING_FRAMES);
    private static final int NUMBER = 14;
    private static final int SOME = 40;
    private static final int MTU = 1_500;
    private static final int F_DUPFD_CLOEXEC = 1_030;

    private Links links;
    private RawSender sender;
    private MemoryFile memory;
    private Switch present;
    private Reception farOut;
    private int sent;
    private final List<Integer> all = new ArrayList<>();

    private interface Body {
        void run() throws Exception;
    }

    /** The ports and the loop's memory, as one daemon has them. */
    private final class Switch {

        private final LongFrames longFrames = LongFrames.in(memory);
        private final PortCounters counters = new PortCounters();
        private final AfPacketPort in;
        private final AfPacketPort out;

        Switch() throws Exception {
            in = AfPacketPort.open(links.get("in").index(), BUFFERS, longFrames, counters, () -> { });
            out = AfPacketPort.open(links.get("out").index(), BUFFERS, longFrames, new PortCounters(), () -> { });
            begin();
        }

        Switch(final Switch before) throws Exception {
            in = AfPacketPort.adopt(links.get("in").index(), before.in.held(), BUFFERS, longFrames, counters, () -> { }).orElseThrow();
            out = AfPacketPort.adopt(links.get("out").index(), before.out.held(), BUFFERS, longFrames, new PortCounters(), () -> { }).orElseThrow();
            begin();
        }

        private void begin() {
            in.linkChanged(true, MTU);
            out.linkChanged(true, MTU);
        }

        int take() {
            return in.poll(frame -> out.send(frame, VlanTag.stack(frame.tag(), VlanTag.NONE)));
        }

        void forwardAll() {
            while (take() > 0) {
                out.flush();
                in.release();
            }
        }
    }

    private void withSwitch(final Body body) throws Exception {
        Sandbox.run(() -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
            try (NetlinkSocket netlink = NetlinkSocket.open(); LongFrames ofFarOut = new LongFrames(); MemoryFile file = MemoryFile.make("test")) {
                memory = file;
                links = new Links(netlink);
                for (final String port : List.of("in", "out")) {
                    links.addVeth(port, "far-" + port, OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "test");
                    links.setUp(port);
                    links.setUp("far-" + port);
                }
                for (final String device : List.of("in", "far-in", "out", "far-out")) {
                    Carrier.await(device);
                }
                farOut = Reception.open(links.get("far-out").index(), PacketBuffers.DEFAULT, ofFarOut);
                present = new Switch();
                try (RawSender opened = new RawSender(links.get("far-in").index())) {
                    sender = opened;
                    body.run();
                } finally {
                    present.in.close();
                    present.out.close();
                    farOut.close();
                }
            }
            return null;
        });
    }

    private void send(final int count) {
        final byte[] frame = Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("number");
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(frame).putInt(NUMBER, sent++);
            assertTrue(sender.send(frame));
        }
    }

    /** The daemon ends, and the next one begins. */
    private void die() throws Exception {
        present = new Switch(present);
    }

    private List<Integer> arrived() {
        final List<Integer> numbers = new ArrayList<>();
        for (int count = farOut.receive(); count > 0; count = farOut.receive()) {
            for (int i = 0; i < count; i++) {
                final FrameView frame = farOut.frame(i);
                numbers.add(Integer.reverseBytes(frame.buffer().getInt(frame.offset() + NUMBER)));
            }
            farOut.release();
        }
        return numbers;
    }

    private void allArriveOnce() {
        present.forwardAll();
        assertEquals(IntStream.range(0, sent).boxed().toList(), arrived());
    }

    @Test
    void whatWasTakenAndNotSentIsSent() throws Exception {
        withSwitch(() -> {
            send(SOME);
            assertEquals(SOME, present.take());
            die();
            send(SOME);
            allArriveOnce();
        });
    }

    @Test
    void whatWasSentAndNotGivenBackIsNotSentAgain() throws Exception {
        withSwitch(() -> {
            send(SOME);
            assertEquals(SOME, present.take());
            present.out.flush();
            die();
            send(SOME);
            allArriveOnce();
        });
    }

    @Test
    void whatWasGivenBackIsGone() throws Exception {
        withSwitch(() -> {
            send(SOME);
            present.forwardAll();
            die();
            send(SOME);
            allArriveOnce();
        });
    }

    @Test
    void theSameIsTrueOfWhatWasInTheQueue() throws Exception {
        withSwitch(() -> {
            send(10 * BUFFERS.ringFrames());
            while (sent - arrivedSoFar() > 5 * BUFFERS.ringFrames()) {
                present.take();
                present.out.flush();
                present.in.release();
            }
            assertTrue(present.take() > 0);
            die();
            assertTrue(present.take() > 0);
            present.out.flush();
            present.in.release();
            assertTrue(present.take() > 0);
            present.out.flush();
            die();
            present.forwardAll();
            arrivedSoFar();
            assertEquals(IntStream.range(0, sent).boxed().toList(), all);
        });
    }

    private int arrivedSoFar() {
        all.addAll(arrived());
        return all.size();
    }

    /** Where a device has the same index. */
    @Test
    void aDaemonInAnotherNetworkNamespaceTakesNothing() throws Exception {
        withSwitch(() -> {
            final HeldPort held = present.in.held();
            final HeldPort copy = new HeldPort(copy(held.ring()), copy(held.queue()), copy(held.map()));
            final int index = links.get("in").index();
            assertTrue(Sandbox.run(() -> AfPacketPort.adopt(index, copy, BUFFERS, new LongFrames(), new PortCounters(), () -> { })).isEmpty());
            send(SOME);
            allArriveOnce();
        });
    }

    private static int copy(final int descriptor) throws LinuxException {
        return LinuxException.check("fcntl", LibC.fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    }

    @Test
    void aBatchWithWhichTwoHaveEndedIsDroppedAndCounted() throws Exception {
        withSwitch(() -> {
            send(SOME);
            assertEquals(SOME, present.take());
            die();
            assertEquals(SOME, present.take());
            send(1);
            die();
            assertEquals(0, present.take());
            send(1);
            present.forwardAll();
            present.in.refreshCounters();
            assertEquals(List.of(SOME, SOME + 1), arrived());
            assertEquals(SOME, present.counters.snapshot().dropped(DropReason.INTERNAL_ERROR));
        });
    }
}
