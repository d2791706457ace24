package io.switchd.linux.bpf;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import java.nio.ByteBuffer;

/**
 * Loads programs into the kernel, which are written instruction by instruction.
 *
 * <pre>
 * union bpf_attr (linux/bpf.h), as BPF_PROG_LOAD reads it
 *  0           4          8       16        24
 * +-----------+----------+-------+---------+---- zero ---
 * | prog_type | insn_cnt | insns | license |
 * +-----------+----------+-------+---------+------------
 *
 * struct bpf_insn
 *  0      1               2     4      8
 * +------+---------------+-----+------+
 * | code | dst:4 | src:4 | off | imm  |
 * +------+---------------+-----+------+
 * </pre>
 */
final class BpfProgram {

    static final int BPF_PROG_LOAD = 5;
    static final int ATTR_SIZE = 128;

    static final int PROG_TYPE = 0;
    static final int INSN_CNT = PROG_TYPE + Integer.BYTES;
    static final int INSNS = INSN_CNT + Integer.BYTES;
    static final int LICENSE = INSNS + Long.BYTES;

    static final int MOVE_IMMEDIATE = 0xB7;
    static final int EXIT = 0x95;

    static final int INSN_CODE = 0;
    static final int INSN_REGISTERS = INSN_CODE + Byte.BYTES;
    static final int INSN_OFF = INSN_REGISTERS + Byte.BYTES;
    static final int INSN_IMM = INSN_OFF + Short.BYTES;
    static final int INSN_SIZE = INSN_IMM + Integer.BYTES;

    private static final int MAX_INSTRUCTIONS = 64;
    private static final byte[] LICENSE_TEXT = {'G', 'P', 'L', 0};
    private static final int PROGRAM = ATTR_SIZE;
    private static final int LICENSE_AT = PROGRAM + MAX_INSTRUCTIONS * INSN_SIZE;
    private static final int SIZE = LICENSE_AT + LICENSE_TEXT.length;

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private int count;

    /** The next instruction; registers are numbers from 0 to 10. */
    BpfProgram add(final int code, final int dst, final int src, final int off, final int imm) {
        final int at = PROGRAM + count++ * INSN_SIZE;
        buffer.put(at + INSN_CODE, (byte) code);
        buffer.put(at + INSN_REGISTERS, (byte) (src << 4 | dst));
        buffer.putShort(at + INSN_OFF, (short) off);
        buffer.putInt(at + INSN_IMM, imm);
        return this;
    }

    /** Loads what was added, and returns the program's descriptor. */
    int load(final int type, final String what) throws LinuxException {
        try {
            buffer.put(LICENSE_AT, LICENSE_TEXT);
            buffer.putInt(PROG_TYPE, type);
            buffer.putInt(INSN_CNT, count);
            buffer.putLong(INSNS, memory.address() + PROGRAM);
            buffer.putLong(LICENSE, memory.address() + LICENSE_AT);
            return (int) LinuxException.check(what, LibC.bpf(BPF_PROG_LOAD, memory.address(), ATTR_SIZE));
        } finally {
            memory.close();
        }
    }
}
