package io.switchd.linux.packet;

import io.switchd.frame.FrameView;
import io.switchd.linux.bpf.Steering;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.port.DropReason;
import io.switchd.port.PortCounters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What arrives at a port, in the order in which it came: through a {@link ReceiveRing} while the loop keeps up, and through
 * a queue while it does not, or while nobody reads at all. {@link Steering} says which, and is asked by the kernel.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li><b>The ring comes before the queue.</b> What is in the queue is newer than what is in the ring, or on its way there,
 *       so the queue is read when all that was given to the ring has left it.
 *   <li><b>No end of catching up.</b> To read the queue costs twice what the ring does. When more comes than can be
 *       read, so that the queue does not get shorter, it is nothing but delay. Then the ring alone gets frames, and drops
 *       what is too much, until the next second has begun. What is in the queue then is older than what is in the ring, and read first.
 *   <li><b>Stuck for ever</b> is a ring in which the kernel has left its own mark on a slot. It is when between two checks,
 *       twice in a row, the kernel has dropped all that came although the ring was empty; or when frames that were given to
 *       the ring or to the queue are in neither, twice in a row.
 *   <li><b>Frames arrive while it is opened.</b> A socket that is not in its group yet gets what is for both, so both are deaf until
 *       they are; what the program counts meanwhile would be missing for ever. First the queue listens and gets all, then the
 *       ring does too.
 *   <li><b>The daemon may end.</b> Frames go on to come in as long as somebody else holds the sockets; a later daemon adopts
 *       them, and begins with the batch that the one before had {@link InHand}. A batch with which two have ended may be what
 *       they died of: it is dropped.
 * </ul>
 *
 * <p>Confined to the thread of the loop, except for opening and closing, and {@link #isBound()}.
 */
final class Reception implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Reception.class.getName());

    /** Frames of the queue in a row, after which it has to be shorter than before. */
    private static final int STRETCH = 4_096;
    /** Seconds for which nothing is said of that: a JVM that has just started is slow, and what has waited for it is long. */
    private static final int CHECKS_BEFORE_WARM = 5;
    /** So many daemons that end with a batch are enough. */
    private static final int DEADLY = 2;
    private static final long LOWER_HALF = 0xFFFF_FFFFL;
    /** Of {@link InHand}, {@link LongFrames}, {@link SendQueue} and the ring. */
    private static final int LAYOUT_VERSION = 2;
    private static final int SEND_QUEUE = InHand.SIZE;
    private static final int SIZE = SEND_QUEUE + SendQueue.SIZE;

    private final PacketSocket ringSocket;
    private final PacketSocket queueSocket;
    private final ReceiveRing ring;
    private final Steering steering;
    private final LongFrames longFrames;
    private final InHand inHand;
    private boolean isResuming;
    private boolean isFromQueue;
    private int caughtUp;
    private boolean isRingOnly;
    private long lengthBefore = Long.MAX_VALUE;
    private int checks;
    private long goneAtCheck;
    private long takenAtCheck;
    private long arrived;
    private long lost;
    private long lostOfQueue;
    private long deadly;
    private long unreadable;
    private long arrivedSinceCheck;
    private long lostSinceCheck;
    private boolean wasNothingPassed;
    private boolean wasMissing;
    private volatile boolean stuck;

    private Reception(final PacketSocket ringSocket, final PacketSocket queueSocket, final ReceiveRing ring, final Steering steering,
                      final LongFrames longFrames, final InHand inHand) {
        this.ringSocket = ringSocket;
        this.queueSocket = queueSocket;
        this.ring = ring;
        this.steering = steering;
        this.longFrames = longFrames;
        this.inHand = inHand;
        isResuming = inHand.isTaken();
        isRingOnly = steering.isRingOnly();
    }

    /** As {@link AfPacketPort#open}. */
    static Reception open(final int ifindex, final PacketBuffers buffers, final LongFrames longFrames) throws LinuxException {
        try (Opening opening = new Opening()) {
            final Steering steering = Steering.open(ReceiveRing.capacity(buffers.ringFrames()), LAYOUT_VERSION, SIZE);
            opening.closes(steering::close);
            final InHand inHand = new InHand(steering.rest().buffer(), ifindex);
            final PacketSocket ringSocket = PacketSocket.open(buffers.longBytes(), buffers.sendingBytes());
            opening.closes(ringSocket::close);
            final ReceiveRing ring = ReceiveRing.make(ringSocket, buffers.ringFrames(), longFrames, inHand);
            opening.closes(ring::close);
            final PacketSocket queueSocket = PacketSocket.open(buffers.queuedBytes(), buffers.sendingBytes());
            opening.closes(queueSocket::close);
            ringSocket.deaf();
            queueSocket.deaf();
            ringSocket.bind(ifindex);
            queueSocket.bind(ifindex);
            queueSocket.joinGroup(ringSocket.formGroup(steering.program()));
            queueSocket.listen();
            steering.queueOnly();
            ringSocket.listenToAll(ifindex);
            ringSocket.listen();
            steering.both();
            opening.done();
            return new Reception(ringSocket, queueSocket, ring, steering, longFrames, inHand);
        }
    }

    /** As {@link AfPacketPort#adopt}. */
    static Optional<Reception> adopt(final int ifindex, final HeldPort held, final PacketBuffers buffers, final LongFrames longFrames)
        throws LinuxException {
        try (Opening opening = new Opening()) {
            final PacketSocket ringSocket = PacketSocket.adopt(held.ring());
            opening.closes(ringSocket::close);
            final PacketSocket queueSocket = PacketSocket.adopt(held.queue());
            opening.closes(queueSocket::close);
            final Optional<Steering> steering = adoptSteering(held.map(), buffers);
            if (steering.isEmpty()) {
                return Optional.empty();
            }
            opening.closes(steering.get()::close);
            if (ringSocket.device() != ifindex || queueSocket.device() != ifindex || !ringSocket.isOfThisNamespace()) {
                return Optional.empty();
            }
            final InHand inHand = new InHand(steering.get().rest().buffer(), ifindex);
            final ReceiveRing ring = ReceiveRing.adopt(ringSocket, buffers.ringFrames(), longFrames, inHand);
            if (inHand.isBeingReleased()) {
                steering.get().gone(inHand.gone() - steering.get().gone());
                inHand.done(ring.next());
            }
            if (inHand.isTaken() && inHand.isFromQueue()) {
                final long taken = longFrames.hasLeft(inHand.batch()) ? longFrames.received() : 0;
                steering.get().taken(inHand.taken() + taken - steering.get().taken());
            }
            opening.done();
            return Optional.of(new Reception(ringSocket, queueSocket, ring, steering.get(), longFrames, inHand));
        }
    }

    /** Closes the map unless it can be used. */
    private static Optional<Steering> adoptSteering(final int map, final PacketBuffers buffers) throws LinuxException {
        Optional<Steering> steering = Optional.empty();
        try {
            steering = Steering.adopt(map, ReceiveRing.capacity(buffers.ringFrames()), LAYOUT_VERSION, SIZE);
            return steering;
        } finally {
            if (steering.isEmpty()) {
                LibC.close(map);
            }
        }
    }

    int ringDescriptor() {
        return ringSocket.descriptor();
    }

    int queueDescriptor() {
        return queueSocket.descriptor();
    }

    int mapDescriptor() {
        return steering.map();
    }

    /** Memory that outlives the daemon as the sockets do, for {@link SendQueue}. */
    NativeMemory sendMemory() {
        return steering.rest().part(SEND_QUEUE);
    }

    /** The batch that the loop has in hand, of whichever port. */
    long currentBatch() {
        return longFrames.batch();
    }

    /** Whether a daemon that has ended has left a batch that it may have sent in part: it has to be the first that is received. */
    boolean isResuming() {
        return isResuming;
    }

    boolean isBound() throws LinuxException {
        return ringSocket.isBound();
    }

    /** Takes what has arrived, a batch at most; returns how many frames. What was given before must be released. */
    int receive() {
        if (isResuming) {
            return resume();
        }
        if (isRingOnly && steering.isQueued()) {
            return takeFromQueue();
        }
        final int found = ring.look();
        if (found > 0) {
            return takeFromRing(found);
        }
        return steering.isQueued() && isRingEmpty() ? takeFromQueue() : 0;
    }

    private int resume() {
        isResuming = false;
        longFrames.begin(inHand.batch());
        isFromQueue = inHand.isFromQueue();
        final int found = isFromQueue ? left() : ring.look(inHand.count());
        if (!isFromQueue) {
            ring.takeAgain();
        }
        if (inHand.die() < DEADLY) {
            return found;
        }
        LOG.log(Level.ERROR, DEADLY + " daemons have ended while they had the same " + found + " frames in hand, which are dropped now");
        deadly += found;
        release();
        return 0;
    }

    private int left() {
        return longFrames.hasLeft(inHand.batch()) ? longFrames.received() : 0;
    }

    private int takeFromRing(final int found) {
        isFromQueue = false;
        longFrames.begin(inHand.takeFromRing(found));
        ring.take();
        lengthBefore = Long.MAX_VALUE;
        caughtUp = 0;
        return found;
    }

    private int takeFromQueue() {
        isFromQueue = true;
        longFrames.begin(inHand.takeFromQueue(steering.taken()));
        final int queued = longFrames.receive(queueSocket.descriptor(), LongFrames.SLOTS);
        steering.taken(queued + longFrames.unreadable());
        unreadable += longFrames.unreadable();
        if (queued == 0) {
            inHand.done();
            takeQueueStatistics();
            return 0;
        }
        watchLength(queued);
        return queued;
    }

    private void watchLength(final int queued) {
        caughtUp += queued;
        if (caughtUp < STRETCH) {
            return;
        }
        caughtUp = 0;
        final long length = steering.queueLength();
        if (length >= lengthBefore && checks > CHECKS_BEFORE_WARM && !isRingOnly) {
            isRingOnly = true;
            steering.ringOnly();
        }
        lengthBefore = length;
    }

    /** What the kernel has dropped at the ring may be all that is missing. */
    private boolean isRingEmpty() {
        if (!steering.isRingEmpty()) {
            takeRingStatistics();
        }
        return steering.isRingEmpty();
    }

    private void takeRingStatistics() {
        final long statistics = ringSocket.takeStatistics();
        arrived += statistics >>> Integer.SIZE;
        lost += statistics & LOWER_HALF;
        steering.gone(statistics & LOWER_HALF);
    }

    private void takeQueueStatistics() {
        final long dropped = queueSocket.takeStatistics() & LOWER_HALF;
        lostOfQueue += dropped;
        steering.taken(dropped);
    }

    /** The i-th frame of the last {@link #receive()}, or null; to be asked for in order, each once. */
    FrameView frame(final int i) {
        return isFromQueue ? longFrames.frame(i) : ring.frame(i);
    }

    /** Why {@link #frame(int)} was null. */
    DropReason lossOf(final int i) {
        return isFromQueue ? DropReason.RX_BAD_LENGTH : ring.lossOf(i);
    }

    void release() {
        if (isFromQueue) {
            inHand.done();
            return;
        }
        inHand.sent(ring.count(), steering.gone() + ring.count());
        steering.gone(ring.release());
        inHand.done(ring.next());
    }

    /** Counts what the kernel had no room for since the last time. */
    void countLost(final PortCounters counters) {
        takeRingStatistics();
        counters.lostUnseen(arrived == lost && ring.isEmpty() ? DropReason.RX_UNREADABLE : DropReason.RX_OVERRUN, lost);
        takeQueueStatistics();
        counters.lostUnseen(DropReason.INTERNAL_ERROR, deadly);
        deadly = 0;
        counters.lostUnseen(DropReason.RX_UNREADABLE, unreadable);
        unreadable = 0;
        counters.lostUnseen(DropReason.RX_OVERRUN, lostOfQueue);
        lostOfQueue = 0;
        arrivedSinceCheck += arrived;
        lostSinceCheck += lost;
        arrived = 0;
        lost = 0;
    }

    /** To be called about once a second, after {@link #countLost}. */
    void check() {
        if (isRingOnly && !steering.isQueued()) {
            isRingOnly = false;
            steering.both();
        }
        checks++;
        final boolean nothingPassed = lostSinceCheck > 0 && arrivedSinceCheck == lostSinceCheck && ring.isEmpty();
        final boolean isMissing = steering.gone() == goneAtCheck && steering.taken() == takenAtCheck
            && (steering.isQueued() || ring.isEmpty() && !steering.isRingEmpty());
        goneAtCheck = steering.gone();
        takenAtCheck = steering.taken();
        stuck |= nothingPassed && wasNothingPassed || isMissing && wasMissing || ring.isOutOfStep();
        wasNothingPassed = nothingPassed || wasNothingPassed && arrivedSinceCheck == 0;
        wasMissing = isMissing;
        arrivedSinceCheck = 0;
        lostSinceCheck = 0;
    }

    /** Whether nothing comes any more, for good, as far as the last {@link #check} has seen. Safe from any thread. */
    boolean isStuck() {
        return stuck;
    }

    @Override
    public void close() {
        steering.close();
        queueSocket.close();
        ring.close();
        ringSocket.close();
    }

    /** Closes what was opened unless all of it was. */
    private static final class Opening implements AutoCloseable {

        private final Deque<Runnable> opened = new ArrayDeque<>();

        void closes(final Runnable part) {
            opened.push(part);
        }

        void done() {
            opened.clear();
        }

        @Override
        public void close() {
            opened.forEach(Runnable::run);
        }
    }
}
