package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Blaster;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A table of very many stations is read, and emptied, while others' frames pass. It has 120,000 stations unless the
 * system property {@code switchd.fdb.stations} says otherwise, at most 999,990.
 */
@Alone
@Once
class FdbDumpIT extends GuestTest {

    private static final int STATIONS = Integer.getInteger("switchd.fdb.stations", 120_000);
    private static final int ALL = STATIONS + 3;
    private static final long FIRST = 0x0200_0100_0000L;
    private static final long BATCH = 256;
    private static final Duration FILLED = Duration.ofSeconds(30);

    private JsonNode statistics() {
        return JSON.readTree(ctl("-j", "fdb", "stats", "br").ok().stdout());
    }

    @Test
    void aTableOfVeryManyStationsIsReadAndEmptiedWhileOthersFramesPass() throws IOException {
        ctl("set", "bridge", "br", "mac-table-size=1000000", "mac-aging-time=3600").ok();
        guests("a", "b", "m");
        silentNamespace("k");
        ctl("plug", "br", "k", "port=k", "--", "fdb", "add", "br", mac("k"), "k").ok();
        sends("a", toAll("a").payload("here"));
        sends("b", toAll("b").payload("here"));
        allIsTaken();
        final long empty = kib(daemon.pid(), "VmRSS");
        final Flow flow = flow("a", "b", 1_000);
        fill();
        final long full = kib(daemon.pid(), "VmRSS");
        final double textSeconds = isDumpedAsText();
        final double jsonSeconds = isDumpedAsJson();
        final long dumped = kib(daemon.pid(), "VmRSS");
        flow.arrivesWhole();
        System.out.printf("%,d stations: text in %.1f s, JSON in %.1f s; daemon %,d KiB empty, %,d full, %,d after; flow of %,d frames whole, slowest %d ms%n",
            ALL, textSeconds, jsonSeconds, empty, full, dumped, flow.sent(), flow.slowest().toMillis());
        assertTrue(dumped - empty < 192 * 1024, "the daemon grew from " + empty + " to " + dumped + " KiB");
        isEmptiedWhileFramesPass();
    }

    /** At a rate that the loop can follow; what it could not take is sent again. */
    private void fill() {
        try (Blaster blaster = new Blaster(lab, "m", "eth0", to(mac("k"), "m").payload("fill"))) {
            Await.until("the table has " + ALL + " stations", FILLED, () -> {
                for (long from = 0; from < STATIONS; from += BATCH) {
                    final long first = FIRST + from;
                    blaster.send(Math.min(BATCH, STATIONS - from), n -> first + n);
                    LockSupport.parkNanos(500_000);
                }
                return statistics().get("current").asInt() == ALL;
            });
        }
    }

    private double isDumpedAsText() {
        final long start = System.nanoTime();
        final Result result = ctl("-t", "50", "fdb", "show", "br").ok();
        final double seconds = (System.nanoTime() - start) / 1e9;
        final List<String> lines = result.stdout().lines().toList();
        assertEquals(" port  VLAN  MAC                Age", lines.get(0));
        assertEquals(ALL, lines.size() - 1);
        final Set<String> stations = new HashSet<>();
        for (final String line : lines.subList(1, lines.size())) {
            assertTrue(line.matches(" +[abmk] +0  [0-9a-f:]{17} +(\\d+|static)"), line);
            stations.add(line.substring(13, 30));
        }
        assertEquals(ALL, stations.size(), "each station once");
        return seconds;
    }

    private double isDumpedAsJson() {
        final long start = System.nanoTime();
        final Result result = ctl("-j", "-t", "50", "fdb", "show", "br").ok();
        final double seconds = (System.nanoTime() - start) / 1e9;
        assertEquals(ALL, JSON.readTree(result.stdout()).size());
        return seconds;
    }

    private void isEmptiedWhileFramesPass() {
        final Flow flow = flow("a", "b", 1_000);
        final long start = System.nanoTime();
        ctl("fdb", "flush", "br", "port=m").ok();
        final double seconds = (System.nanoTime() - start) / 1e9;
        flow.arrivesWhole();
        assertEquals(3, statistics().get("current").asInt());
        System.out.printf("%,d stations flushed in %.1f s, flow of %,d frames whole, slowest %d ms%n", STATIONS, seconds, flow.sent(), flow.slowest().toMillis());
    }

    private static long kib(final long pid, final String key) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(key)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
