package io.switchd.compare.subject;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which hosts a subject is to connect.
 *
 * @param stations how many addresses its table has to hold; 0 for a table as it comes
 */
public record Topology(List<Host> hosts, int stations) {

    public static Topology ofHosts(final int count) {
        return new Topology(IntStream.range(0, count).mapToObj(Host::of).toList(), 0);
    }

    public Topology forStations(final int count) {
        return new Topology(hosts, count);
    }
}
