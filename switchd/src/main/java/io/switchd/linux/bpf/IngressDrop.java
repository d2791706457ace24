package io.switchd.linux.bpf;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;

/**
 * Keeps the host's own protocols off the frames that come in on a device: a BPF program of two instructions, "return
 * drop", on the TCX ingress hook. The hook is behind the packet sockets (__netif_receive_skb_core: taps first, then
 * TCX), so the switch sees every frame and the host none; it answers no ARP, forms no address, and spends no time on
 * them.
 *
 * <p>The program hangs on the device by a link that lives as long as its descriptor: when the daemon is gone, however
 * it went, so is the filter. Needs Linux 6.6 and CAP_BPF with CAP_NET_ADMIN, or CAP_SYS_ADMIN.
 *
 * <pre>
 * union bpf_attr (linux/bpf.h), as BPF_PROG_LOAD reads it             and as BPF_LINK_CREATE does
 *  0           4          8       16        24                         0         4         8             12
 * +-----------+----------+-------+---------+---- zero ---              +---------+---------+-------------+---- zero ---
 * | prog_type | insn_cnt | insns | license |                           | prog_fd | ifindex | attach_type |
 * +-----------+----------+-------+---------+------------               +---------+---------+-------------+------------
 *
 * struct bpf_insn
 *  0      1               2     4      8
 * +------+---------------+-----+------+
 * | code | dst:4 | src:4 | off | imm  |
 * +------+---------------+-----+------+
 * </pre>
 */
public final class IngressDrop implements AutoCloseable {

    static final int BPF_PROG_LOAD = 5;
    static final int BPF_LINK_CREATE = 28;
    static final int BPF_PROG_TYPE_SCHED_CLS = 3;
    private static final int BPF_TCX_INGRESS = 46;
    private static final int ATTR_SIZE = 128;

    static final int PROG_TYPE = 0;
    static final int INSN_CNT = PROG_TYPE + Integer.BYTES;
    static final int INSNS = INSN_CNT + Integer.BYTES;
    static final int LICENSE = INSNS + Long.BYTES;

    static final int LINK_PROG_FD = 0;
    static final int LINK_IFINDEX = LINK_PROG_FD + Integer.BYTES;
    static final int LINK_ATTACH_TYPE = LINK_IFINDEX + Integer.BYTES;

    static final int INSN_CODE = 0;
    static final int INSN_IMM = 4;
    static final int INSN_SIZE = INSN_IMM + Integer.BYTES;
    private static final int INSTRUCTIONS = 2;
    static final byte MOV64_IMMEDIATE = (byte) 0xB7;
    static final byte EXIT = (byte) 0x95;
    static final int TC_ACT_SHOT = 2;
    private static final byte[] LICENSE_TEXT = {'G', 'P', 'L', 0};

    private static final String WHAT = "cannot attach the ingress filter";

    private static final int PROGRAM = ATTR_SIZE;
    private static final int LICENSE_AT = PROGRAM + INSTRUCTIONS * INSN_SIZE;
    private static final int SIZE = LICENSE_AT + LICENSE_TEXT.length;

    private final int program;

    /** Loads the program, which then serves any number of devices. */
    public IngressDrop() throws LinuxException {
        try (NativeMemory memory = NativeMemory.allocate(SIZE)) {
            final ByteBuffer buffer = memory.buffer();
            buffer.put(PROGRAM + INSN_CODE, MOV64_IMMEDIATE);
            buffer.putInt(PROGRAM + INSN_IMM, TC_ACT_SHOT);
            buffer.put(PROGRAM + INSN_SIZE + INSN_CODE, EXIT);
            buffer.put(LICENSE_AT, LICENSE_TEXT);
            buffer.putInt(PROG_TYPE, BPF_PROG_TYPE_SCHED_CLS);
            buffer.putInt(INSN_CNT, INSTRUCTIONS);
            buffer.putLong(INSNS, memory.address() + PROGRAM);
            buffer.putLong(LICENSE, memory.address() + LICENSE_AT);
            program = (int) LinuxException.check("cannot load the ingress filter", LibC.bpf(BPF_PROG_LOAD, memory.address(), ATTR_SIZE));
        }
    }

    /**
     * Hangs the program on a device of the calling thread's namespace; it comes off when what is returned is closed.
     */
    public Link attach(final int ifindex) throws LinuxException {
        try (NativeMemory memory = NativeMemory.allocate(ATTR_SIZE)) {
            final ByteBuffer buffer = memory.buffer();
            buffer.putInt(LINK_PROG_FD, program);
            buffer.putInt(LINK_IFINDEX, ifindex);
            buffer.putInt(LINK_ATTACH_TYPE, BPF_TCX_INGRESS);
            final long link = LibC.bpf(BPF_LINK_CREATE, memory.address(), ATTR_SIZE);
            if (link < 0 && LibC.errno() == Errno.EINVAL) {
                throw new LinuxException(WHAT, Errno.EINVAL, "the kernel has no TCX; it needs Linux 6.6 with CONFIG_NET_XGRESS");
            }
            return new Link((int) LinuxException.check(WHAT, link));
        }
    }

    @Override
    public void close() {
        LibC.close(program);
    }

    /** The program on one device. */
    public static final class Link implements AutoCloseable {

        private final int descriptor;

        private Link(final int descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public void close() {
            LibC.close(descriptor);
        }
    }
}
