package io.switchd.fdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StationKeyTest {

    @Test
    void theAddressIsBelowAndTheVlanAbove() {
        assertEquals(0x0fff_02ab_cdef_0123L, StationKey.of(4095, 0x02abcdef0123L));
        assertEquals(0x02abcdef0123L, StationKey.of(0, 0x02abcdef0123L));
    }

    @Test
    void bothComeBack() {
        final long key = StationKey.of(4094, 0xffff_ffff_ffffL);
        assertEquals(4094, StationKey.vlan(key));
        assertEquals(0xffff_ffff_ffffL, StationKey.mac(key));
    }
}
