package io.switchd.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortCountersTest {

    @Test
    void everyReasonForADropIsInTheReference() throws IOException {
        final String reference = Files.readString(Path.of("../docs/cli.md"));
        for (final DropReason reason : DropReason.values()) {
            assertTrue(reference.contains("| `" + reason.label() + "` |") && reference.contains("| " + reason.meaning() + " |"), reason.label());
        }
    }

    @Test
    void dropsAreChargedToTheirDirection() {
        final PortCounters counters = new PortCounters();
        counters.received(60);
        counters.lostUnseen(DropReason.RX_OVERRUN, 3);
        counters.dropped(DropReason.LINK_LOCAL, 1);
        counters.dropped(DropReason.TX_QUEUE_FULL, 5);
        counters.sent(2, 128);
        final PortCounters.Snapshot snapshot = counters.snapshot();
        assertEquals(4, snapshot.rxFrames(), "what was lost unseen came in all the same");
        assertEquals(4, snapshot.rxDropped());
        assertEquals(5, snapshot.txDropped());
        assertEquals(2, snapshot.txFrames());
        counters.reset();
        assertEquals(0, counters.snapshot().rxFrames() + counters.snapshot().rxDropped() + counters.snapshot().txDropped());
        assertEquals(4, snapshot.rxFrames(), "a snapshot is a copy");
    }
}
