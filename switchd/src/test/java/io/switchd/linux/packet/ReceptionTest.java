package io.switchd.linux.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.frame.FrameView;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import io.switchd.testkit.Carrier;
import io.switchd.testkit.Commands;
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
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Numbered frames, sent into the far end of a real veth pair. */
@RequiresRoot
class ReceptionTest {

    private static final int RING_FRAMES = 128;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final PacketBuffers LARGE = new PacketBuffers(RING_FRAMES, MEBIBYTE, 16 * MEBIBYTE, MEBIBYTE);
    private static final PacketBuffers SMALL = new PacketBuffers(RING_FRAMES, MEBIBYTE, MEBIBYTE / 8, MEBIBYTE);
    private static final int NUMBER = 14;
    private static final int MANY = 300_000;
    /** Two stretches after which the queue is to be shorter, and some. */
    private static final int MORE_THAN_IS_CAUGHT_UP = 10_000;
    /** Checks after which a reception is held to keep up. */
    private static final int WARM = 6;
    private static final int OPENINGS = 20;

    private final PortCounters counters = new PortCounters();
    private final List<Integer> received = new ArrayList<>();
    private Reception reception;
    private int sent;
    private int last = -1;

    private interface Body {
        void run(RawSender sender) throws Exception;
    }

    private void withReception(final PacketBuffers buffers, final Body body) throws Exception {
        Sandbox.run(() -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
            try (NetlinkSocket netlink = NetlinkSocket.open(); LongFrames longFrames = new LongFrames()) {
                final Links links = new Links(netlink);
                links.addVeth("near", "far", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "test");
                links.setUp("near");
                links.setUp("far");
                Carrier.await("far");
                reception = Reception.open(links.get("near").index(), buffers, longFrames);
                try (RawSender sender = new RawSender(links.get("far").index())) {
                    body.run(sender);
                } finally {
                    reception.close();
                }
            }
            return null;
        });
    }

    private void send(final RawSender sender, final int count) {
        final byte[] frame = Frames.frame("02:00:00:00:00:0b", "02:00:00:00:00:0a").payload("number");
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(frame).putInt(NUMBER, sent);
            assertTrue(sender.send(frame));
            sent++;
        }
    }

    /** More than the ring has room for, to a reception that is held to keep up. */
    private void sendWhenWarm(final RawSender sender) {
        for (int check = 0; check < WARM; check++) {
            reception.check();
        }
        send(sender, RING_FRAMES * 4);
    }

    /** Takes one batch; returns its size. */
    private int receive() {
        final int count = reception.receive();
        for (int i = 0; i < count; i++) {
            final FrameView frame = reception.frame(i);
            final int number = Integer.reverseBytes(frame.buffer().getInt(frame.offset() + NUMBER));
            assertTrue(number > last, number + " came after " + last);
            last = number;
            received.add(number);
        }
        reception.release();
        return count;
    }

    private void receiveAll() {
        int empty = 0;
        while (empty < 3) {
            empty = receive() == 0 ? empty + 1 : 0;
        }
    }

    private long overrun() {
        reception.countLost(counters);
        return counters.snapshot().dropped(DropReason.RX_OVERRUN);
    }

    @Test
    void whatTheRingHasNoRoomForWaitsAndComesAfterIt() throws Exception {
        withReception(LARGE, sender -> {
            for (int round = 0; round < 20; round++) {
                send(sender, round * RING_FRAMES / 2);
                receiveAll();
                assertEquals(sent, received.size(), "round " + round);
                reception.check();
            }
            assertEquals(0, overrun());
            assertFalse(reception.isStuck());
        });
    }

    @Test
    void whatTheQueueHasNoRoomForIsCounted() throws Exception {
        withReception(SMALL, sender -> {
            send(sender, 10 * RING_FRAMES);
            receiveAll();
            assertTrue(received.size() > RING_FRAMES && overrun() > 0);
            assertEquals(sent, received.size() + overrun());
            send(sender, RING_FRAMES);
            receiveAll();
            assertEquals(sent, received.size() + overrun(), "all is well again");
        });
    }

    @Test
    void whenMoreComesThanIsReadTheQueueDoesNotGrowForEver() throws Exception {
        withReception(LARGE, sender -> {
            sendWhenWarm(sender);
            while (received.size() < MORE_THAN_IS_CAUGHT_UP) {
                assertTrue(receive() > 0);
                send(sender, LongFrames.SLOTS);
            }
            assertTrue(overrun() > 0, "the ring alone gets frames, and drops what it has no room for");
            receiveAll();
            assertEquals(sent, received.size() + overrun());
            reception.check();
            final long before = overrun();
            send(sender, RING_FRAMES * 4);
            receiveAll();
            assertEquals(before, overrun(), "in the next second the queue serves again");
            assertEquals(sent, received.size() + overrun());
        });
    }

    /** Whose memory nobody has closed: as a daemon that was killed leaves it. */
    private Reception next(final LongFrames longFrames) throws Exception {
        final HeldPort held = new HeldPort(reception.ringDescriptor(), reception.queueDescriptor(), reception.mapDescriptor());
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            return Reception.adopt(new Links(netlink).get("near").index(), held, LARGE, longFrames).orElseThrow();
        }
    }

    @Test
    void aRingThatHadToServeAloneWhenTheDaemonEndedIsHelpedByTheQueueAgain() throws Exception {
        withReception(LARGE, sender -> {
            sendWhenWarm(sender);
            while (overrun() == 0) {
                receive();
                send(sender, LongFrames.SLOTS);
            }
            try (LongFrames longFrames = new LongFrames()) {
                reception = next(longFrames);
                receiveAll();
                reception.check();
                final long before = overrun();
                send(sender, RING_FRAMES * 4);
                receiveAll();
                assertEquals(before, overrun());
                assertFalse(reception.isStuck());
            }
        });
    }

    @Test
    void whatIsOpenedWhileFramesArriveReadsItsQueueToo() throws Exception {
        withReception(LARGE, sender -> {
            final int index;
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                index = new Links(netlink).get("near").index();
            }
            for (int opening = 0; opening < OPENINGS; opening++) {
                reception.close();
                final AtomicBoolean isOpen = new AtomicBoolean();
                final Thread thread = new Thread(() -> {
                    while (!isOpen.get()) {
                        send(sender, 1);
                    }
                });
                thread.start();
                try (LongFrames longFrames = new LongFrames()) {
                    reception = Reception.open(index, LARGE, longFrames);
                    isOpen.set(true);
                    thread.join();
                    receiveAll();
                    final int before = received.size();
                    send(sender, RING_FRAMES * 4);
                    receiveAll();
                    assertEquals(RING_FRAMES * 4, received.size() - before, "opening " + opening);
                }
            }
        });
    }

    @Test
    void noFrameOvertakesAnotherWhateverTheReaderDoes() throws Exception {
        withReception(SMALL, sender -> {
            final Thread thread = new Thread(() -> send(sender, MANY));
            final Random random = new Random(7);
            final AtomicLong pauses = new AtomicLong();
            thread.start();
            try {
                while (thread.isAlive()) {
                    if (receive() > 0 && random.nextInt(40) == 0) {
                        pauses.incrementAndGet();
                        Thread.sleep(random.nextInt(3));
                    }
                    if (random.nextInt(2_000) == 0) {
                        overrun();
                        reception.check();
                    }
                }
            } finally {
                thread.join();
            }
            receiveAll();
            assertEquals(MANY, received.size() + overrun());
            System.out.println("of " + MANY + " frames " + received.size() + " arrived in order, the others were counted; the reader paused " + pauses + " times");
        });
    }

    /** Packets that the host sends to itself come by the device, and no socket with a ring gets them. */
    @Test
    void whatTheHostLoopsBackTakesNoRoomInTheRing() throws Exception {
        withReception(SMALL, sender -> {
            Commands.run("ip", "address", "add", "10.9.0.1/24", "dev", "near").ok();
            Commands.run("ping", "-c", Integer.toString(3 * RING_FRAMES), "-i", "0.001", "-W", "1", "-I", "near", "224.0.0.1");
            send(sender, RING_FRAMES);
            receiveAll();
            assertEquals(sent, received.size() + overrun());
            reception.check();
            reception.check();
            assertFalse(reception.isStuck());
        });
    }

    @Test
    void aDeviceThatGoesDownAndUpGoesOn() throws Exception {
        withReception(LARGE, sender -> {
            for (int round = 0; round < 10; round++) {
                Commands.run("ip", "link", "set", "near", "down").ok();
                Commands.run("ip", "link", "set", "near", "up").ok();
                Carrier.await("far");
                send(sender, 3 * RING_FRAMES);
                receiveAll();
                assertEquals(sent, received.size());
            }
        });
    }
}
