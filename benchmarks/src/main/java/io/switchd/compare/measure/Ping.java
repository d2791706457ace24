package io.switchd.compare.measure;

import java.io.IOException;
import java.util.regex.Pattern;

/** Round trips, one every 2 ms, each with its own time: a mean hides what the slowest had to wait. */
final class Ping {

    private static final Pattern TIME = Pattern.compile("time=([0-9.]+) ms");

    private final double[] micros;

    private Ping(final double[] micros) {
        this.micros = micros;
    }

    static Ping run(final Bench bench) throws IOException {
        final String output = bench.lab().in(bench.host(0).netns(), "ping", "-n", "-i", "0.002", "-c", Integer.toString(bench.effort().pings()),
            "-W", "1", bench.host(1).address()).stdout();
        final double[] micros = TIME.matcher(output).results().mapToDouble(match -> Double.parseDouble(match.group(1)) * 1_000).sorted().toArray();
        if (micros.length == 0) {
            throw new IOException("no ping was answered: " + output);
        }
        return new Ping(micros);
    }

    double percentile(final int percent) {
        return micros[Math.min(micros.length - 1, micros.length * percent / 100)];
    }
}
