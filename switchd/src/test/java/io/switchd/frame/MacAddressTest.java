package io.switchd.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @Test
    void textAndNumberAreTheSameAddress() {
        assertEquals(0x02_00_5E_10_00_FFL, MacAddress.parse("02:00:5e:10:00:ff"));
        assertEquals(0x02_00_5E_10_00_FFL, MacAddress.parse("02-00-5E-10-00-FF"));
        assertEquals("02:00:5e:10:00:ff", MacAddress.format(0x02_00_5E_10_00_FFL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02:00:00:00:00", "02:00:00:00:00:0g", "02:00-00:00:00:01", "0200.0000.0001", "02:00:00:00:00:011", "02:00:00:00:00:\u0661\u0661"})
    void whatIsNoAddressIsRefused(final String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text)).getMessage().contains("is no MAC address"));
    }

    @Test
    void groupsStationsAndLinkLocalAddressesAreToldApart() {
        assertTrue(MacAddress.isGroup(MacAddress.BROADCAST));
        assertTrue(MacAddress.isGroup(MacAddress.parse("01:00:5e:00:00:01")));
        assertFalse(MacAddress.isGroup(MacAddress.parse("02:00:00:00:00:01")));
        assertFalse(MacAddress.isStation(0));
        assertFalse(MacAddress.isStation(MacAddress.BROADCAST));
    }

    @Test
    void addressesThatStayOnTheLinkAreThoseOfOpenVswitch() {
        for (int last = 0; last < 16; last++) {
            assertTrue(MacAddress.isReserved(0x0180_C200_0000L + last));
        }
        for (final long vendor : new long[] {0x00E0_2B00_0000L, 0x00E0_2B00_0004L, 0x00E0_2B00_0006L, 0x0100_0C00_0000L, 0x0100_0CCC_CCCCL,
            0x0100_0CCC_CCCDL, 0x0100_0CCD_CDCDL, 0x0100_0CCC_CCC0L, 0x0100_0CCC_CCC7L}) {
            assertTrue(MacAddress.isReserved(vendor), MacAddress.format(vendor));
        }
        for (final long other : new long[] {0x0180_C200_0010L, 0x0180_C200_0100L, 0x00E0_2B00_0001L, 0x00E0_2B00_0005L, 0x0100_0C00_0001L,
            0x0100_0CCC_CCC8L, 0x0100_0CCC_CCCEL, 0x0100_0CCC_CCBFL, MacAddress.BROADCAST, 0x0200_0000_0001L, 0}) {
            assertFalse(MacAddress.isReserved(other), MacAddress.format(other));
        }
    }
}
