package io.switchd.linux.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.linux.CProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BpfNumbersTest {

    private final Map<String, Integer> expected = new LinkedHashMap<>();

    private void check(final String... headers) throws Exception {
        final Map<String, Long> values = CProgram.values(List.of(headers), expected.keySet());
        expected.forEach((expression, value) -> assertEquals(values.get(expression), (long) value, expression));
    }

    @Test
    void everyOffsetIsTheKernels() throws Exception {
        expected.put("offsetof(union bpf_attr, prog_type)", BpfProgram.PROG_TYPE);
        expected.put("offsetof(union bpf_attr, insn_cnt)", BpfProgram.INSN_CNT);
        expected.put("offsetof(union bpf_attr, insns)", BpfProgram.INSNS);
        expected.put("offsetof(union bpf_attr, license)", BpfProgram.LICENSE);
        expected.put("offsetof(union bpf_attr, link_create.prog_fd)", IngressDrop.LINK_PROG_FD);
        expected.put("offsetof(union bpf_attr, link_create.target_ifindex)", IngressDrop.LINK_IFINDEX);
        expected.put("offsetof(union bpf_attr, link_create.attach_type)", IngressDrop.LINK_ATTACH_TYPE);
        expected.put("offsetof(union bpf_attr, map_type)", Steering.MAP_TYPE);
        expected.put("offsetof(union bpf_attr, key_size)", Steering.KEY_SIZE);
        expected.put("offsetof(union bpf_attr, value_size)", Steering.VALUE_SIZE);
        expected.put("offsetof(union bpf_attr, max_entries)", Steering.MAX_ENTRIES);
        expected.put("offsetof(union bpf_attr, map_flags)", Steering.MAP_FLAGS);
        expected.put("offsetof(struct bpf_insn, code)", BpfProgram.INSN_CODE);
        expected.put("offsetof(struct bpf_insn, off)", BpfProgram.INSN_OFF);
        expected.put("offsetof(struct bpf_insn, imm)", BpfProgram.INSN_IMM);
        expected.put("sizeof(struct bpf_insn)", BpfProgram.INSN_SIZE);
        expected.put("offsetof(struct __sk_buff, pkt_type)", Steering.SK_BUFF_PKT_TYPE);
        check("linux/bpf.h");
    }

    @Test
    void everyNumberIsTheKernels() throws Exception {
        expected.put("BPF_PROG_LOAD", BpfProgram.BPF_PROG_LOAD);
        expected.put("BPF_LINK_CREATE", IngressDrop.BPF_LINK_CREATE);
        expected.put("BPF_PROG_TYPE_SCHED_CLS", IngressDrop.BPF_PROG_TYPE_SCHED_CLS);
        expected.put("TC_ACT_SHOT", IngressDrop.TC_ACT_SHOT);
        expected.put("BPF_MAP_CREATE", Steering.BPF_MAP_CREATE);
        expected.put("BPF_MAP_TYPE_ARRAY", Steering.BPF_MAP_TYPE_ARRAY);
        expected.put("BPF_F_MMAPABLE", Steering.BPF_F_MMAPABLE);
        expected.put("BPF_PROG_TYPE_SOCKET_FILTER", Steering.BPF_PROG_TYPE_SOCKET_FILTER);
        expected.put("PACKET_LOOPBACK", Steering.PACKET_LOOPBACK);
        check("linux/bpf.h", "linux/pkt_cls.h", "linux/if_packet.h");
    }

    @Test
    void everyInstructionIsTheKernels() throws Exception {
        expected.put("BPF_LD | BPF_DW | BPF_IMM", Steering.LOAD_IMMEDIATE);
        expected.put("BPF_PSEUDO_MAP_VALUE", Steering.BPF_PSEUDO_MAP_VALUE);
        expected.put("BPF_LDX | BPF_MEM | BPF_W", Steering.LOAD_WORD);
        expected.put("BPF_LDX | BPF_MEM | BPF_DW", Steering.LOAD_DOUBLE);
        expected.put("BPF_STX | BPF_ATOMIC | BPF_DW", Steering.ATOMIC_DOUBLE);
        expected.put("BPF_ADD", Steering.ADD);
        expected.put("BPF_ADD | BPF_FETCH", Steering.FETCH_ADD);
        expected.put("BPF_ALU64 | BPF_MOV | BPF_K", BpfProgram.MOVE_IMMEDIATE);
        expected.put("BPF_ALU64 | BPF_SUB | BPF_X", Steering.SUBTRACT);
        expected.put("BPF_JMP | BPF_JEQ | BPF_K", Steering.JUMP_IF_IS);
        expected.put("BPF_JMP | BPF_JNE | BPF_X", Steering.JUMP_IF_OTHER_THAN);
        expected.put("BPF_JMP | BPF_JSLT | BPF_X", Steering.JUMP_IF_LESS);
        expected.put("BPF_JMP | BPF_EXIT", BpfProgram.EXIT);
        check("linux/bpf.h");
    }
}
