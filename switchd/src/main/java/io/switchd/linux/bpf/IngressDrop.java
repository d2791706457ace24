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
 * union bpf_attr (linux/bpf.h), as BPF_LINK_CREATE reads it
 *  0         4         8             12
 * +---------+---------+-------------+---- zero ---
 * | prog_fd | ifindex | attach_type |
 * +---------+---------+-------------+------------
 * </pre>
 */
public final class IngressDrop implements AutoCloseable {

    static final int BPF_LINK_CREATE = 28;
    static final int BPF_PROG_TYPE_SCHED_CLS = 3;
    private static final int BPF_TCX_INGRESS = 46;

    static final int LINK_PROG_FD = 0;
    static final int LINK_IFINDEX = LINK_PROG_FD + Integer.BYTES;
    static final int LINK_ATTACH_TYPE = LINK_IFINDEX + Integer.BYTES;

    static final int TC_ACT_SHOT = 2;

    private static final String WHAT = "cannot attach the ingress filter";

    private final int program;

    /** Loads the program, which then serves any number of devices. */
    public IngressDrop() throws LinuxException {
        program = new BpfProgram().add(BpfProgram.MOVE_IMMEDIATE, 0, 0, 0, TC_ACT_SHOT).add(BpfProgram.EXIT, 0, 0, 0, 0)
            .load(BPF_PROG_TYPE_SCHED_CLS, "cannot load the ingress filter");
    }

    /**
     * Hangs the program on a device of the calling thread's namespace; it comes off when what is returned is closed.
     */
    public Link attach(final int ifindex) throws LinuxException {
        try (NativeMemory memory = NativeMemory.allocate(BpfProgram.ATTR_SIZE)) {
            final ByteBuffer buffer = memory.buffer();
            buffer.putInt(LINK_PROG_FD, program);
            buffer.putInt(LINK_IFINDEX, ifindex);
            buffer.putInt(LINK_ATTACH_TYPE, BPF_TCX_INGRESS);
            final long link = LibC.bpf(BPF_LINK_CREATE, memory.address(), BpfProgram.ATTR_SIZE);
            if (link < 0 && LibC.errno() == Errno.EINVAL) {
                throw new LinuxException(WHAT, Errno.EINVAL, "the kernel has no TCX; it needs Linux 6.6 with CONFIG_NET_XGRESS");
            }
            return new Link((int) LinuxException.check(WHAT, link));
        }
    }

    /** Goes on with what a daemon that has ended had attached. */
    public static Link adopt(final int descriptor) {
        return new Link(descriptor);
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

        /** By which it hangs on the device. */
        public int descriptor() {
            return descriptor;
        }

        @Override
        public void close() {
            LibC.close(descriptor);
        }
    }
}
