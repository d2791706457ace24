package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Resident memory of the switch's processes; it comes last, after all the load. */
final class Memory implements Measurement {

    @Override
    public List<Figure> figures() {
        return List.of(Figures.RESIDENT);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        if (!bench.processes().isEmpty()) {
            values.accept(Figures.RESIDENT, ProcessUsage.residentMegabytes(bench.processes()));
        }
    }
}
