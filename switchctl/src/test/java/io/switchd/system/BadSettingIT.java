package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Once;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A setting that cannot be is refused with what is allowed, wherever it is given, and changes nothing. */
@Once
class BadSettingIT extends GuestTest {

    private String before;

    @AfterEach
    void nothingHasChanged() {
        assertEquals(before, state());
    }

    private void given(final String... specs) {
        if (specs.length > 0) {
            guests(specs);
        }
        before = state();
    }

    private void refused(final String port, final String settings, final String... words) {
        final List<String> command = new ArrayList<>(List.of("set", "port", port));
        command.addAll(List.of(settings.split(" ")));
        ctl(command.toArray(String[]::new)).exits(1).says(words);
    }

    private void cannotBeCleared(final String port, final String key, final String... words) {
        ctl("clear", "port", port, key).exits(1).says(words);
    }

    @Test
    void valuesOutOfRangeAreRefusedWithTheRange() {
        given("a");
        refused("a", "tag=4096", "tag=4096 is out of range: allowed are 0 to 4095");
        refused("a", "tag=-1", "tag=-1 is out of range: allowed are 0 to 4095");
        refused("a", "tag=ten", "tag=ten is not a value it can have: allowed are 0 to 4095");
        for (final String list : new String[] {"20-10", "4096", "1,,2", "1-", "-5", "1;2", "0-4096", ""}) {
            refused("a", "trunks=" + list, "trunks=" + list + " is not a value it can have: allowed are VLANs from 0 to 4095 and ranges of them, "
                + "such as 1,5,10-20");
        }
        for (final String value : new String[] {"0", "-1", "1000001", "99999999999999999999"}) {
            refused("a", "mac-limit=" + value, "mac-limit=" + value + " is out of range: allowed are 1 to 1000000 stations");
        }
        for (final String key : new String[] {"storm-bcast", "storm-mcast", "storm-unknown"}) {
            refused("a", key + "=0", key + "=0 is out of range: allowed are 1 to 1000000000 frames a second");
            refused("a", key + "=-5", key + "=-5 is out of range: allowed are 1 to 1000000000 frames a second");
            refused("a", key + "=1.5", key + "=1.5 is not a value it can have: allowed are 1 to 1000000000 frames a second");
        }
        refused("a", "mtu=67", "mtu=67 is out of range: allowed are 68 to 65535 bytes");
        refused("a", "mtu=65536", "mtu=65536 is out of range: allowed are 68 to 65535 bytes");
    }

    @Test
    void unknownWordsAreRefusedWithTheKnownOnes() {
        given("a");
        for (final String key : new String[] {"learning", "flood", "mcast-flood", "bcast-flood", "isolated", "hairpin", "locked"}) {
            refused("a", key + "=yes", key + "=yes is not a value it can have: allowed are true or false");
        }
        refused("a", "vlan_mode=bridge", "vlan_mode=bridge is not a value it can have: allowed are access, trunk, native-tagged, native-untagged, "
            + "dot1q-tunnel");
        refused("a", "qinq-ethtype=0x9100", "qinq-ethtype=0x9100 is not a value it can have: allowed are 802.1ad, 802.1q");
        refused("a", "priority-tags=maybe", "priority-tags=maybe is not a value it can have: allowed are never, if-nonzero, always");
        refused("a", "colour=red", "unknown setting \"colour\" of a port", "known are tag, trunks, vlan_mode");
        refused("x", "tag=1", "no port named x");
        cannotBeCleared("a", "colour", "unknown setting \"colour\" of a port");
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        given("a", "b tag=10", "t tag=100 vlan_mode=dot1q-tunnel cvlans=10", "n tag=10 vlan_mode=native-tagged trunks=20");
        refused("a", "tag=10 vlan_mode=trunk", "tag=10 contradicts vlan_mode=trunk");
        refused("b", "vlan_mode=trunk", "tag=10 contradicts vlan_mode=trunk");
        refused("b", "trunks=5", "trunks=5 contradicts tag=10, which makes an access port");
        refused("a", "vlan_mode=access trunks=5", "trunks=5 contradicts vlan_mode=access");
        refused("t", "trunks=5", "trunks=5 contradicts vlan_mode=dot1q-tunnel");
        refused("a", "cvlans=5", "cvlans=5 needs vlan_mode=dot1q-tunnel: the port is a trunk");
        refused("b", "cvlans=5", "cvlans=5 needs vlan_mode=dot1q-tunnel: the port is an access port");
        refused("a", "vlan_mode=dot1q-tunnel", "vlan_mode=dot1q-tunnel needs a tag from 1 to 4094, the VLAN of the tunnel");
        refused("t", "tag=0", "needs a tag from 1 to 4094, the VLAN of the tunnel, not tag=0");
        refused("t", "tag=4095", "not tag=4095");
        cannotBeCleared("t", "vlan_mode", "cvlans=10 needs vlan_mode=dot1q-tunnel: the port is an access port");
        cannotBeCleared("t", "tag", "vlan_mode=dot1q-tunnel needs a tag");
        cannotBeCleared("n", "vlan_mode", "trunks=20 contradicts tag=10, which makes an access port");
    }

    @Test
    void aBadSettingLeavesNothingOfThePlugOrPortItCameWith() {
        given();
        ctl("plug", "br", "new", "tag=4096").exits(1).says("tag=4096 is out of range");
        ctl("add-port", "br", "new", "cvlans=7").exits(1).says("cvlans=7 needs vlan_mode=dot1q-tunnel");
        ctl("add-br", "other", "--", "set", "port", "other", "trunks=20-10").exits(1).says("trunks=20-10 is not a value");
        ctl("set", "port", "br", "tag=10").exits(1).says("no port named br");
    }

    @Test
    void aStickyStationNeedsAPort() {
        given("a");
        ctl("fdb", "add", "br", "02:00:00:00:00:01", "sticky").exits(64).says("requires at least 3 arguments");
        ctl("fdb", "add", "br", "02:00:00:00:00:01").exits(64);
        assertEquals(" port  VLAN  MAC                Age\n", fdb());
    }
}
