package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Round trips while nothing else goes on. */
final class IdleRoundTrip implements Measurement {

    @Override
    public List<Figure> figures() {
        return List.of(Figures.RTT_IDLE_50, Figures.RTT_IDLE_99);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final Ping ping = Ping.run(bench);
        values.accept(Figures.RTT_IDLE_50, ping.percentile(50));
        values.accept(Figures.RTT_IDLE_99, ping.percentile(99));
    }
}
