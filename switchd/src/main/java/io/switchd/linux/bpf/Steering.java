package io.switchd.linux.bpf;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Decides for each frame that arrives at a port to which of two packet sockets it goes: to the first, which has a ring,
 * or to the second, which has a queue. A BPF program that the kernel asks (PACKET_FANOUT_EBPF), and what it shares with
 * the loop.
 *
 * <p>A ring is fast and small; a queue is slow, and costs no memory while it is empty. Of both, the program counts what it
 * gives to them, and the loop what has left them. As soon as the ring is full a frame goes to the queue, and so do all
 * after it until the last of them has left the queue. So while there is anything in the queue, or on its way there, nothing
 * newer gets into the ring; what is in the ring is older than what is in the queue; and no flow gets out of order, because its frames
 * are decided upon one after another.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The loop may be stopped, or dead: nobody has to notice. What would have been lost waits in the queue.
 *   <li>Of a burst that is really too much the queue would make seconds of delay; then the loop asks for the ring
 *       alone, and what does not fit there is dropped by the kernel and counted.
 *   <li>What the kernel drops was counted as given, and has to be counted as gone.
 *   <li>While the sockets are being opened frames arrive already. Until both listen the program is told to count none and
 *       give them to the ring, or all to the queue: what was counted has to arrive, and nothing else.
 *   <li>A packet that the host has looped back to itself is dropped by packet sockets without a word, and not counted here.
 *   <li>Counters that the kernel and the loop write are in cache lines of their own.
 *   <li>The map outlives the daemon when somebody else has its descriptor too. So what the loop has to find again of the
 *       port is in it as well, behind what the program needs.
 * </ul>
 *
 * <pre>
 * the value of the map, an array of one (BPF_F_MMAPABLE, Linux 5.5)
 *  0       8        16         64     72       80         128         132        136       140        192
 * +-------+--------+----------+------+--------+----------+-----------+----------+---------+----------+------------
 * | given | queued | (unused) | gone | taken  | (unused) | mode      | capacity | version | (unused) | the loop's
 * +-------+--------+----------+------+--------+----------+-----------+----------+---------+----------+------------
 * written by: program          loop                       loop        once       once
 *
 * union bpf_attr, as BPF_MAP_CREATE reads it
 *  0          4          8            12            16
 * +----------+----------+------------+-------------+-----------+---- zero ---
 * | map_type | key_size | value_size | max_entries | map_flags |
 * +----------+----------+------------+-------------+-----------+------------
 * </pre>
 *
 * <p>Confined to the thread of the loop, except for opening and closing. BPF_FETCH and BPF_CMPXCHG need Linux 5.12.
 */
public final class Steering implements AutoCloseable {

    static final int BPF_MAP_CREATE = 0;
    static final int BPF_MAP_TYPE_ARRAY = 2;
    static final int BPF_F_MMAPABLE = 1 << 10;
    static final int BPF_PROG_TYPE_SOCKET_FILTER = 1;

    static final int MAP_TYPE = 0;
    static final int KEY_SIZE = MAP_TYPE + Integer.BYTES;
    static final int VALUE_SIZE = KEY_SIZE + Integer.BYTES;
    static final int MAX_ENTRIES = VALUE_SIZE + Integer.BYTES;
    static final int MAP_FLAGS = MAX_ENTRIES + Integer.BYTES;

    private static final int CACHE_LINE = 64;
    private static final int GIVEN = 0;
    private static final int QUEUED = GIVEN + Long.BYTES;
    private static final int GONE = GIVEN + CACHE_LINE;
    private static final int TAKEN = GONE + Long.BYTES;
    private static final int MODE = GONE + CACHE_LINE;
    private static final int CAPACITY = MODE + Integer.BYTES;
    private static final int LAYOUT_VERSION = CAPACITY + Integer.BYTES;
    private static final int REST = MODE + CACHE_LINE;

    private static final int BOTH = 0;
    private static final int RING_ONLY = 1;
    private static final int QUEUE_ONLY = 2;
    private static final int CLOSED = 3;

    private static final int NONE = -1;

    private static final int TO_RING = 0;
    private static final int TO_QUEUE = 1;

    static final int SK_BUFF_PKT_TYPE = 4;
    static final int PACKET_LOOPBACK = 5;

    static final int LOAD_IMMEDIATE = 0x18;
    static final int BPF_PSEUDO_MAP_VALUE = 2;
    static final int LOAD_WORD = 0x61;
    static final int LOAD_DOUBLE = 0x79;
    static final int ATOMIC_DOUBLE = 0xDB;
    static final int ADD = 0x00;
    static final int FETCH_ADD = 0x01;
    static final int SUBTRACT = 0x1F;
    static final int JUMP_IF_IS = 0x15;
    static final int JUMP_IF_OTHER_THAN = 0x5D;
    static final int JUMP_IF_LESS = 0xCD;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final int map;
    private final int program;
    private final NativeMemory memory;
    private final ByteBuffer shared;
    private long gone;
    private long taken;

    private Steering(final int map, final int program, final NativeMemory memory) {
        this.map = map;
        this.program = program;
        this.memory = memory;
        shared = memory.buffer();
    }

    /**
     * Loads a program for one port, which gives everything to the ring and counts nothing until it is told otherwise.
     *
     * @param capacity of the ring in frames
     * @param version  of the layout of what the loop has in the map, never 0
     * @param size     of that, in bytes
     */
    public static Steering open(final int capacity, final int version, final int size) throws LinuxException {
        final int map = createMap(REST + size);
        try {
            final NativeMemory memory = NativeMemory.map(map, REST + size);
            try {
                memory.buffer().putInt(MODE, CLOSED).putInt(CAPACITY, capacity).putInt(LAYOUT_VERSION, version);
                return new Steering(map, load(map), memory);
            } catch (final LinuxException e) {
                memory.close();
                throw e;
            }
        } catch (final LinuxException e) {
            LibC.close(map);
            throw e;
        }
    }

    /**
     * Goes on with the map of a daemon that has ended; the program is the kernel's already.
     *
     * @return empty when it is of another version or for another ring
     */
    public static Optional<Steering> adopt(final int map, final int capacity, final int version, final int size) throws LinuxException {
        try (NativeMemory head = NativeMemory.map(map, REST)) {
            if (head.buffer().getInt(CAPACITY) != capacity || head.buffer().getInt(LAYOUT_VERSION) != version) {
                return Optional.empty();
            }
        }
        final NativeMemory memory = NativeMemory.map(map, REST + size);
        final Steering steering = new Steering(map, NONE, memory);
        steering.gone = memory.buffer().getLong(GONE);
        steering.taken = memory.buffer().getLong(TAKEN);
        return Optional.of(steering);
    }

    private static int createMap(final int size) throws LinuxException {
        try (NativeMemory attributes = NativeMemory.allocate(BpfProgram.ATTR_SIZE)) {
            attributes.buffer().putInt(MAP_TYPE, BPF_MAP_TYPE_ARRAY).putInt(KEY_SIZE, Integer.BYTES).putInt(VALUE_SIZE, size).putInt(MAX_ENTRIES, 1)
                .putInt(MAP_FLAGS, BPF_F_MMAPABLE);
            return (int) LinuxException.check("cannot make the map of a port", LibC.bpf(BPF_MAP_CREATE, attributes.address(), BpfProgram.ATTR_SIZE));
        }
    }

    /** In: r1, the packet. Out: r0. */
    private static int load(final int map) throws LinuxException {
        final int queue = 19;
        final int uncounted = queue + 2;
        final int ring = uncounted + 2;
        return new BpfProgram()
            .add(LOAD_WORD, 2, 1, SK_BUFF_PKT_TYPE, 0)
            .add(JUMP_IF_IS, 2, 0, uncounted - 2, PACKET_LOOPBACK)
            .add(LOAD_IMMEDIATE, 1, BPF_PSEUDO_MAP_VALUE, 0, map).add(0, 0, 0, 0, 0)
            .add(LOAD_WORD, 2, 1, MODE, 0)
            .add(JUMP_IF_IS, 2, 0, ring - 6, RING_ONLY)
            .add(JUMP_IF_IS, 2, 0, queue - 7, QUEUE_ONLY)
            .add(JUMP_IF_IS, 2, 0, ring + 2 - 8, CLOSED)
            .add(LOAD_DOUBLE, 3, 1, QUEUED, 0)
            .add(LOAD_DOUBLE, 4, 1, TAKEN, 0)
            .add(JUMP_IF_OTHER_THAN, 3, 4, queue - 11, 0)
            .add(BpfProgram.MOVE_IMMEDIATE, 3, 0, 0, 1)
            .add(ATOMIC_DOUBLE, 1, 3, GIVEN, FETCH_ADD)
            .add(LOAD_DOUBLE, 4, 1, GONE, 0)
            .add(SUBTRACT, 3, 4, 0, 0)
            .add(LOAD_WORD, 4, 1, CAPACITY, 0)
            .add(JUMP_IF_LESS, 3, 4, ring + 2 - 17, 0)
            .add(BpfProgram.MOVE_IMMEDIATE, 3, 0, 0, -1)
            .add(ATOMIC_DOUBLE, 1, 3, GIVEN, ADD)
            .add(BpfProgram.MOVE_IMMEDIATE, 3, 0, 0, 1)
            .add(ATOMIC_DOUBLE, 1, 3, QUEUED, ADD)
            .add(BpfProgram.MOVE_IMMEDIATE, 0, 0, 0, TO_QUEUE)
            .add(BpfProgram.EXIT, 0, 0, 0, 0)
            .add(BpfProgram.MOVE_IMMEDIATE, 3, 0, 0, 1)
            .add(ATOMIC_DOUBLE, 1, 3, GIVEN, ADD)
            .add(BpfProgram.MOVE_IMMEDIATE, 0, 0, 0, TO_RING)
            .add(BpfProgram.EXIT, 0, 0, 0, 0)
            .load(BPF_PROG_TYPE_SOCKET_FILTER, "cannot load the program of a port");
    }

    public int map() {
        return map;
    }

    /** What the loop has in the map; zeroes at first. */
    public NativeMemory rest() {
        return memory.part(REST);
    }

    /** The program's descriptor, for PACKET_FANOUT_DATA. */
    public int program() {
        return program;
    }

    /** Whether there is something in the queue, or on its way there. */
    public boolean isQueued() {
        return (long) LONG.getAcquire(shared, QUEUED) != taken;
    }

    /** In frames. */
    public long queueLength() {
        return (long) LONG.getAcquire(shared, QUEUED) - taken;
    }

    /** How many have left the queue. */
    public long taken() {
        return taken;
    }

    /** Frames have left the queue: they were received, or the kernel had no room for them. */
    public void taken(final long frames) {
        taken += frames;
        LONG.setRelease(shared, TAKEN, taken);
    }

    /** How many have left the ring. */
    public long gone() {
        return gone;
    }

    /** Frames have left the ring: their slots are free, or the kernel had none for them. */
    public void gone(final long frames) {
        gone += frames;
        LONG.setRelease(shared, GONE, gone);
    }

    /** Whether all that was given to the ring has left it. */
    public boolean isRingEmpty() {
        return (long) LONG.getAcquire(shared, GIVEN) == gone;
    }

    /** Frames go to the ring while there is room, and then to the queue. */
    public void both() {
        INT.setVolatile(shared, MODE, BOTH);
    }

    /** Frames go to the ring whether there is room or not. */
    public void ringOnly() {
        INT.setVolatile(shared, MODE, RING_ONLY);
    }

    public boolean isRingOnly() {
        return (int) INT.getVolatile(shared, MODE) == RING_ONLY;
    }

    /** Frames go to the queue whether the ring has room or not. */
    public void queueOnly() {
        INT.setVolatile(shared, MODE, QUEUE_ONLY);
    }

    @Override
    public void close() {
        memory.close();
        if (program != NONE) {
            LibC.close(program);
        }
        LibC.close(map);
    }
}
