package io.switchd.compare;

import io.switchd.compare.measure.ScaleFigures;
import io.switchd.compare.subject.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens when there is more of everything: ports that are idle, receivers of a flood, sources, new stations, and
 * traffic that has to share the switch with other traffic.
 */
final class Scale {

    private static final int MOST_STATIONS = 1_000_000;
    private static final int FLOOD_HOSTS = 9;
    private static final int LEARNING_HOSTS = 3;
    private static final int BLOCKING_HOSTS = 4;
    private static final int FAIRNESS_HOSTS = 3;

    private Scale() {
    }

    static List<Scenario> scenarios() {
        final List<Scenario> scenarios = new ArrayList<>();
        for (final int ports : ScaleFigures.PORTS) {
            scenarios.add(new Scenario(ports + " ports", Topology.ofHosts(ports), List.of(ScaleFigures.ports(ports))));
        }
        scenarios.add(new Scenario("flood", Topology.ofHosts(FLOOD_HOSTS), List.of(ScaleFigures.flood())));
        scenarios.add(new Scenario("flows", Topology.ofHosts(2).forStations(MOST_STATIONS), ScaleFigures.flows()));
        scenarios.add(new Scenario("learning", Topology.ofHosts(LEARNING_HOSTS).forStations(MOST_STATIONS), List.of(ScaleFigures.learning())));
        scenarios.add(new Scenario("blocking", Topology.ofHosts(BLOCKING_HOSTS), List.of(ScaleFigures.blocking())));
        scenarios.add(new Scenario("fairness", Topology.ofHosts(FAIRNESS_HOSTS), List.of(ScaleFigures.fairness())));
        return scenarios;
    }
}
