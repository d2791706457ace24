package io.switchd.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class PortStatusTest {

    private static Device device(final String kind, final boolean up, final boolean carrier) {
        return new Device(7, "dev7", kind, true, up, carrier, 1_500, "", false, 0, 0, true);
    }

    private static String errorOf(final String kind) {
        final PortStatus status = PortStatus.of(device(kind, true, false));
        assertFalse(status.isUp());
        return status.error();
    }

    @Test
    void aPortWithoutCarrierSaysWhatIsMissingInTheWordsOfItsKind() {
        assertEquals("no carrier: the other end of dev7 is down", errorOf("veth"));
        assertEquals("no carrier: no program has dev7 open", errorOf("tun"));
        assertEquals("no carrier: nothing is at the other end of the link of dev7", errorOf(""));
        assertEquals("no carrier: what dev7 is on has none", errorOf("vlan"));
    }

    @Test
    void aPortThatIsDownSaysSoBeforeAnythingElse() {
        assertEquals("device dev7 is down", PortStatus.of(device("veth", false, false)).error());
        assertNull(PortStatus.of(device("veth", true, true)).error());
    }
}
