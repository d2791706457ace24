package io.switchd.engine;

import io.switchd.port.PortCounters;

/** The counters of one port of a loop at one moment. */
public record PortSnapshot(String bridge, String port, PortCounters.Snapshot counters) {
}
