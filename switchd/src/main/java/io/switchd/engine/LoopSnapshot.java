package io.switchd.engine;

import java.util.List;

/**
 * A loop at one moment.
 *
 * @param name    of its thread
 * @param ports   that it has
 * @param cycles  how often it has gone round
 * @param bridges that are on it, by name
 */
public record LoopSnapshot(String name, int ports, long cycles, List<String> bridges) {

    public LoopSnapshot {
        bridges = List.copyOf(bridges);
    }
}
