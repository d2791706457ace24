package io.switchd.linux.packet;

/**
 * How much a port can hold while its loop is busy with others.
 *
 * @param ringFrames   frames of up to 1,524 bytes; 1,600 bytes of memory each, which the daemon has from the start
 * @param longBytes    longer frames, trains of segments; in bytes, of which the kernel allows twice as much in its own
 *                     reckoning (about 68 KiB for a train of 64 KiB) and takes only when they are there
 * @param queuedBytes  what comes while the ring is full or nobody reads it; reckoned likewise, 832 bytes for a frame of 60
 *                     and 2,304 for one of 1,514, and taken only when it is there
 * @param sendingBytes what was sent and not yet received, reckoned likewise
 */
public record PacketBuffers(int ringFrames, int longBytes, int queuedBytes, int sendingBytes) {

    /** Less than two batches cannot be. */
    public static final int MIN_RING_FRAMES = 2 * ReceiveRing.BATCH;
    /** 100 MiB. */
    public static final int MAX_RING_FRAMES = 65_536;
    public static final int DEFAULT_RING_FRAMES = 1_024;
    public static final PacketBuffers DEFAULT = ofRing(DEFAULT_RING_FRAMES);

    private static final int QUEUED_BYTES = 8 * 1024 * 1024;
    private static final int WAITING_BYTES = 32 * 1024 * 1024;

    public PacketBuffers {
        if (ringFrames < MIN_RING_FRAMES || ringFrames > MAX_RING_FRAMES) {
            throw new IllegalArgumentException("a ring of " + ringFrames + " frames");
        }
    }

    /** A ring of a size, queues of some 120 trains of 64 KiB, and 80,000 short frames while nobody reads. */
    public static PacketBuffers ofRing(final int frames) {
        return new PacketBuffers(frames, QUEUED_BYTES, WAITING_BYTES, QUEUED_BYTES);
    }
}
