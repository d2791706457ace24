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
        assertTrue(MacAddress.isLinkLocal(MacAddress.parse("01:80:c2:00:00:00")));
        assertTrue(MacAddress.isLinkLocal(MacAddress.parse("01:80:c2:00:00:0f")));
        assertFalse(MacAddress.isLinkLocal(MacAddress.parse("01:80:c2:00:00:10")));
    }
}
