package io.switchd.compare;

import io.switchd.compare.measure.Family;
import io.switchd.compare.measure.Measurement;
import io.switchd.compare.subject.Topology;
import java.util.List;
import java.util.Set;

/** Hosts that are connected once, and what is measured between them. */
record Scenario(String name, Topology topology, List<Measurement> measurements) {

    Scenario only(final Set<Family> families) {
        return new Scenario(name, topology, measurements.stream()
            .filter(measurement -> measurement.figures().stream().anyMatch(figure -> families.contains(figure.family()))).toList());
    }
}
