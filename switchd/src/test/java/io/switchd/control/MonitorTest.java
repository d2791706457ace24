package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.event.EventLog;
import io.switchd.event.Topic;
import io.switchd.linux.libc.Users;
import io.switchd.manage.Transaction;
import io.switchd.testkit.Await;
import io.switchd.testkit.ControlClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events over a real socket: who follows them, and what that costs. */
class MonitorTest {

    private static final int MONITORS = 2;
    private static final int FLOOD = 200_000;
    private static final Duration IDLE = Duration.ofMillis(300);
    private static final ControlLimits LIMITS = new ControlLimits(10_000, 5_000, 32, 20, 1_000_000, 4, Duration.ofSeconds(1), IDLE, IDLE,
        new ControlLimits.Crowd(8, 0, 8, MONITORS, 1_000_000, 1_000_000, 1_000, 16));

    @TempDir
    private Path directory;
    private final EventLog events = new EventLog(InstantSource.system());
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private ControlServer server;

    @BeforeEach
    void open() throws IOException {
        server = ControlServer.open(List.of(new ControlSocket(directory.resolve("sock"), Access.ALL, Optional.empty(), LIMITS)),
            transaction -> gate.thenApply(open -> new Transaction.Result(List.of(List.of("br")), 1, List.of(), List.of())), events,
            new ControlCounters(), Users::uid);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private ControlClient client() throws IOException {
        return new ControlClient(directory.resolve("sock"));
    }

    private void happens(final String name) {
        events.add(Topic.BRIDGE, name, "bridge", "br");
    }

    private String begun() {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"sequence\":" + events.newest() + "}}";
    }

    @Test
    void whoFollowsIsToldAndMayAskOtherThingsToo() throws IOException {
        try (ControlClient client = client()) {
            assertEquals(begun(), client.call("monitor", "{'topics':['bridge']}"));
            events.add(Topic.PORT, "joined", "port", "p");
            happens("added");
            final String event = client.receive();
            assertTrue(event.startsWith("{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"seq\":" + events.newest() + ",\"time\":\"20"), event);
            assertTrue(event.endsWith("\"topic\":\"bridge\",\"event\":\"added\",\"bridge\":\"br\"}}"), event);
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[\"br\"]}", client.call("list-br", "{}"));
            assertTrue(client.call("monitor", "{}").contains("this connection follows events already"));
        }
    }

    @Test
    void aQuietStreamIsNotTakenForAnIdleConnection() throws Exception {
        try (ControlClient client = client(); ControlClient idle = client()) {
            client.call("monitor", "{}");
            assertNull(idle.receive(), "a connection that asks nothing is closed meanwhile");
            happens("added");
            assertTrue(client.receive().contains("added"));
        }
    }

    @Test
    void aReaderThatSleptIsToldHowMuchItMissedAndCostsNothingMeanwhile() throws IOException {
        try (ControlClient slow = client(); ControlClient other = client()) {
            slow.call("monitor", "{}");
            final long first = events.newest();
            for (int i = 0; i < FLOOD; i++) {
                happens("flood");
            }
            assertTrue(other.call("list-br", "{}").contains("br"));
            long told = 0;
            long missed = 0;
            while (told + missed < FLOOD) {
                final String event = slow.receive();
                if (event.contains("\"missed\"")) {
                    missed += Long.parseLong(event.replaceAll(".*\"count\":(\\d+).*", "$1"));
                } else {
                    told++;
                    assertTrue(event.contains("\"seq\":" + (first + told + missed) + ","), event);
                }
            }
            assertTrue(missed > 0, "of " + FLOOD + " events none was missed");
            happens("added");
            assertTrue(slow.receive().contains("added"));
            System.out.println("a reader that slept was told " + told + " of " + FLOOD + " events, and that it had missed " + missed);
        }
    }

    @Test
    void whoGoesOnGetsWhatHappenedMeanwhile() throws IOException {
        happens("one");
        final long sequence = events.newest();
        happens("two");
        try (ControlClient client = client()) {
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"sequence\":" + sequence + "}}", client.call("monitor", "{'since':" + sequence + "}"));
            assertTrue(client.receive().contains("\"two\""));
        }
        try (ControlClient client = client()) {
            client.call("monitor", "{'since':17}");
            assertTrue(client.receive().contains("\"event\":\"restarted\""));
            assertTrue(client.receive().contains("\"one\""));
        }
    }

    @Test
    void thereAreOnlySoMany() throws IOException {
        try (ControlClient one = client(); ControlClient three = client()) {
            one.call("monitor", "{}");
            try (ControlClient two = client()) {
                two.call("monitor", "{}");
                assertTrue(three.call("monitor", "{}").contains(MONITORS + " monitors follow the switch, and it serves no more"));
            }
            Await.until("there is room for another", Duration.ofSeconds(5), () -> {
                try {
                    return three.call("monitor", "{}").contains("sequence");
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void whatCannotBeFollowedIsRefused() throws IOException {
        final String[][] cases = {
            {"{'jsonrpc':'2.0','id':1,'method':'monitor','params':{'topics':['prt']}}", "there is no topic \\\"prt\\\" (did you mean port?)"},
            {"{'jsonrpc':'2.0','id':1,'method':'monitor','params':{'topics':['monitor']}}", "there is no topic \\\"monitor\\\""},
            {"{'jsonrpc':'2.0','id':1,'method':'monitor','params':{'topics':'port'}}", "must be an array of strings"},
            {"{'jsonrpc':'2.0','id':1,'method':'monitor','params':{'since':'x'}}", "must be a whole number"},
            {"{'jsonrpc':'2.0','id':1,'method':'monitor','params':{'sinc':1}}", "(did you mean since?)"},
            {"{'jsonrpc':'2.0','id':1,'method':'monitor','params':[]}", "must be an object"},
            {"{'jsonrpc':'1.0','id':1,'method':'monitor'}", "must be \\\"2.0\\\""},
            {"{'jsonrpc':'2.0','id':1,'method':'transact','params':{'commands':[{'method':'monitor'}]}}", "is a request of its own"},
        };
        for (final String[] each : cases) {
            try (ControlClient client = client()) {
                final String answer = client.send(each[0] + "\n").receive();
                assertTrue(answer.contains("\"error\"") && answer.contains(each[1]), each[0] + ": " + answer);
            }
        }
        try (ControlClient client = client()) {
            client.send("{'jsonrpc':'2.0','method':'monitor'}\n");
            happens("added");
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[\"br\"]}", client.call("list-br", "{}"), "a notification follows nothing");
        }
    }

    @Test
    void eventsComeBehindTheAnswerThoughItWaitsForAnother() throws IOException {
        try (ControlClient client = client()) {
            final long sequence = events.newest();
            gate = new CompletableFuture<>();
            client.send("{'jsonrpc':'2.0','id':1,'method':'list-br'}\n{'jsonrpc':'2.0','id':2,'method':'monitor','params':{}}\n");
            Await.until("both are begun", Duration.ofSeconds(5), () -> gate.getNumberOfDependents() > 0);
            happens("added");
            gate.complete(null);
            assertTrue(client.receive().contains("\"id\":1"));
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"sequence\":" + sequence + "}}", client.receive());
            assertTrue(client.receive().contains("\"added\""));
        }
    }
}
