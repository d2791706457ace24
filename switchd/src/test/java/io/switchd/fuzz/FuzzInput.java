package io.switchd.fuzz;

import io.switchd.frame.MacAddress;

/**
 * Makes choices out of the bytes of a fuzzer; when they are used up every choice is 0. Numbers and addresses come mostly
 * out of a few, so that frames meet the configuration, stations each other, and limits their edge; the rest is raw.
 */
final class FuzzInput {

    /** The eight that are chosen from, and one that stands for all others. */
    static final int[] VLANS_AND_ANOTHER = {0, 1, 2, 3, 10, 100, 4094, 4095, 50};

    private static final int VID_RESERVED = 4095;
    private static final long[] MACS = {
        0x02_0000_0000_01L, 0x02_0000_0000_02L, 0x02_0000_0000_03L, 0x02_0000_0000_04L, 0x02_0000_0000_05L,
        0x02_0000_0000_06L, 0x02_0000_0000_07L, 0xFFFF_FFFF_FFFFL, 0x0100_5E00_0001L, 0x0180_C200_0000L, 0x0180_C200_000FL,
        0x0180_C200_0010L, 0x0100_0CCC_CCCCL, 0x00E0_2B00_0004L, 0L};

    private final byte[] bytes;
    private int at;

    FuzzInput(final byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isUsedUp() {
        return at >= bytes.length;
    }

    int u8() {
        return at < bytes.length ? bytes[at++] & 0xFF : 0;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    int below(final int bound) {
        return u8() % bound;
    }

    /** A small number, or one about a length, or any of 16 bits. */
    int near(final int length) {
        final int choice = u8();
        if (choice < 128) {
            return choice;
        }
        return choice < 192 ? Math.max(0, length + 2 - (choice & 0x3F)) & 0xFFFF : u16();
    }

    /** One that may be configured. */
    int vlan() {
        return VLANS_AND_ANOTHER[u8() & 7];
    }

    /** Priority and VLAN of a tag; VLAN 4095 among them. */
    int tci() {
        final int choice = u8();
        final int priority = (choice >>> 3 & 7) << 13 >>> 1 & 0xF000;
        switch (choice >>> 6) {
            case 2:
                return priority | VID_RESERVED;
            case 3:
                return u16();
            default:
                return priority | VLANS_AND_ANOTHER[choice & 7];
        }
    }

    long mac() {
        final int choice = u8() & 0xF;
        return choice < MACS.length ? MACS[choice] : ((long) u16() << 32 | (long) u16() << 16 | u16()) & MacAddress.MASK;
    }

    /** An address a station can be fixed with. */
    long station() {
        return MACS[u8() % 7];
    }
}
