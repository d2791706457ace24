package io.switchd.forward;

import static io.switchd.forward.Trace.A;
import static io.switchd.forward.Trace.B;
import static io.switchd.forward.Trace.BROADCAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.frame.EthernetLayout;
import io.switchd.testkit.TaggedFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads as a trace: what is kept to the link, and what only looks like it. */
class LinkLocalTest {

    private final Trace bridge = new Trace(100).port(1, "").port(2, "tag=10");

    @ParameterizedTest
    @ValueSource(strings = {
        "01:80:c2:00:00:00", "01:80:c2:00:00:0f",
        "01:00:0c:00:00:00", "01:00:0c:cc:cc:cc", "01:00:0c:cc:cc:cd", "01:00:0c:cd:cd:cd", "01:00:0c:cc:cc:c0", "01:00:0c:cc:cc:c7",
        "00:e0:2b:00:00:00", "00:e0:2b:00:00:04", "00:e0:2b:00:00:06"})
    void addressesOfProtocolsBetweenNeighboursPassOnlyWithForwardBpdu(final String destination) {
        assertEquals("dropped: link-local", bridge.in(1, "10", A, destination));
        assertEquals("dropped: link-local", bridge.in(2, "-", A, destination));
        assertEquals(0, bridge.fdb().size(), "nothing is learned from a frame that does not enter");
        bridge.forwarder().forwardBpdu(true);
        assertEquals("p2 untagged", bridge.in(1, "10", A, destination));
        assertEquals("p1 tagged 10", bridge.in(2, "-", B, destination));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "01:80:c2:00:00:10", "01:80:c2:00:01:00", "01:80:c1:ff:ff:ff", "01:80:c2:00:00:20",
        "01:00:0c:00:00:01", "01:00:0c:cc:cc:bf", "01:00:0c:cc:cc:c8", "01:00:0c:cc:cc:ce", "01:00:0c:cd:cd:cc", "01:00:0c:cd:cd:ce",
        "00:e0:2b:00:00:01", "00:e0:2b:00:00:05", "00:e0:2b:00:00:07", "00:e0:2a:00:00:00"})
    void theirNeighboursAreOrdinaryAddresses(final String destination) {
        assertEquals("p2 untagged", bridge.in(1, "10", A, destination));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01:80:c2:00:00:01", BROADCAST, B})
    void macControlNeverPassesWhateverItsAddressAndTags(final String destination) {
        bridge.forwarder().forwardBpdu(true);
        final TaggedFrame pause = TaggedFrame.of(destination, A, "10").etherType(EthernetLayout.TYPE_MAC_CONTROL);
        assertEquals("dropped: link-local", bridge.in(1, pause).toString());
        assertEquals("dropped: link-local", bridge.in(2, TaggedFrame.of(destination, A, "-").etherType(EthernetLayout.TYPE_MAC_CONTROL)).toString());
        assertEquals(0, bridge.fdb().size());
    }

    @Test
    void aFrameThatMayNotComeInIsNotCalledLinkLocal() {
        assertEquals("dropped: tagged-on-access", bridge.in(2, "10", A, "01:80:c2:00:00:00"));
    }
}
