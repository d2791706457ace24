package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.event.EventLog;
import io.switchd.linux.libc.Users;
import io.switchd.manage.Command;
import io.switchd.manage.CommandFailedException;
import io.switchd.manage.SwitchControl;
import io.switchd.manage.Transaction;
import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.Parameter;
import io.switchd.testkit.Await;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control channel over a real socket, with a switch that only remembers what it was asked. */
class ControlServerTest {

    private static final ControlLimits LIMITS = new ControlLimits(10_000, 5_000, 32, 20, 1_000, 4, Duration.ofSeconds(1), Duration.ofSeconds(2),
        Duration.ofSeconds(1), new ControlLimits.Crowd(8, 0, 8, 2, 1_000_000, 1_000_000, 1_000, 16));

    @TempDir
    private Path directory;
    private final EventLog events = new EventLog(InstantSource.system());
    private final ControlCounters counters = new ControlCounters();
    private ControlServer server;
    private final List<Transaction> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<Transaction.Result>> held = Collections.synchronizedList(new ArrayList<>());
    private boolean hold;
    private String name = "b";

    @BeforeEach
    void open() throws IOException {
        final SwitchControl control = transaction -> {
            asked.add(transaction);
            final CompletableFuture<Transaction.Result> result = new CompletableFuture<>();
            if (hold) {
                held.add(result);
            } else {
                answer(transaction, result);
            }
            return result;
        };
        server = open(control, LIMITS, counters);
    }

    private ControlServer open(final SwitchControl control, final ControlLimits limits, final ControlCounters counted) throws IOException {
        return ControlServer.open(List.of(new ControlSocket(directory.resolve("sock"), Access.ALL, Optional.empty(), limits)), control, events, counted, Users::uid);
    }

    private void answer(final Transaction transaction, final CompletableFuture<Transaction.Result> result) {
        final List<Object> values = new ArrayList<>();
        for (final Command command : transaction.commands()) {
            if (command instanceof Command.DelBridge) {
                result.completeExceptionally(new CommandFailedException(values.size(), "no bridge named x", null));
                return;
            }
            values.add(command instanceof Command.ListBridges ? List.of("a", name) : null);
        }
        result.complete(new Transaction.Result(values, 7, List.of("add bridge a"), List.of()));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** A client that writes what it likes and reads lines. */
    private final class Client implements AutoCloseable {

        private final SocketChannel channel;
        private final StringBuilder text = new StringBuilder();

        Client() throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("sock")));
        }

        Client write(final String bytes) throws IOException {
            return write(bytes.getBytes(StandardCharsets.UTF_8));
        }

        Client write(final byte[] bytes) throws IOException {
            channel.write(ByteBuffer.wrap(bytes));
            return this;
        }

        /** The next line, or null at the end. */
        String read() throws IOException {
            final ByteBuffer in = ByteBuffer.allocate(8_192);
            while (text.indexOf("\n") < 0) {
                if (readSome(in.clear()) < 0) {
                    return null;
                }
                text.append(StandardCharsets.UTF_8.decode(in.flip()));
            }
            final String line = text.substring(0, text.indexOf("\n"));
            text.delete(0, line.length() + 1);
            return line;
        }

        /** A connection that the server closes with something unread ends by a reset. */
        private int readSome(final ByteBuffer in) throws IOException {
            try {
                return channel.read(in);
            } catch (final SocketException e) {
                return -1;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private String exchange(final String line) throws IOException {
        try (Client client = new Client()) {
            return client.write(line + "\n").read();
        }
    }

    @Test
    void requestsAndRefusalsAreCounted() throws IOException {
        exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}");
        exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"del-br\",\"params\":{\"bridge\":\"x\"}}");
        exchange("nonsense");
        exchange("[]");
        exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"frob\"}");
        exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"del-br\"}");
        exchange("{\"jsonrpc\":\"2.0\",\"method\":\"frob\"}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}");
        assertEquals(8, counters.requests());
        assertEquals(List.of(1L, 1L, 2L, 1L, 1L, 0L), Arrays.stream(ControlCounters.Refusal.values()).map(counters::refusals).toList(),
            "the notification that was refused without an answer among them");
        assertTrue(counters.latencies().sum() > 0);
        Await.until("nobody is connected", Duration.ofSeconds(5), () -> counters.openConnections() == 0);
    }

    @Test
    void aCommandByHandIsAnswered() throws IOException {
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[\"a\",\"b\"]}", exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}"));
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":-32000,\"message\":\"no bridge named x\",\"data\":{\"command\":0}}}",
            exchange("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"del-br\",\"params\":{\"bridge\":\"x\"}}"));
    }

    @Test
    void aTransactionCarriesItsCommandsInOrder() throws IOException {
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"results\":[null,[\"a\",\"b\"]],\"generation\":7,\"changes\":[\"add bridge a\"]}}",
            exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transact\",\"params\":{\"dry-run\":true,\"commands\":["
                + "{\"method\":\"add-br\",\"params\":{\"bridge\":\"a\",\"settings\":{\"mac-aging-time\":60},\"may-exist\":true}},{\"method\":\"list-br\"}]}}"));
        assertEquals(new Transaction(List.of(new Command.AddBridge("a", Map.of("mac-aging-time", 60), true), new Command.ListBridges()), true, false, Users.uid(System.getProperty("user.name"))),
            asked.get(0));
    }

    @Test
    void everyMethodOfTheTableHasACommand() throws IOException {
        for (final CommandSpec spec : CommandTable.all()) {
            final StringBuilder params = new StringBuilder();
            for (final Parameter parameter : spec.parameters()) {
                if (parameter.isRequired()) {
                    final String value = switch (parameter.kind()) {
                        case CHOICE -> "\"bridge\"";
                        case SETTINGS, DOCUMENT -> "{}";
                        case NUMBER -> "1";
                        case WORDS -> "[\"x\"]";
                        default -> "\"x\"";
                    };
                    params.append(params.isEmpty() ? "" : ",").append('"').append(parameter.name()).append("\":").append(value);
                }
            }
            final String answer = exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + spec.method() + "\",\"params\":{" + params + "}}");
            assertTrue(spec.isLocal() ? answer.contains("unknown method") : answer.contains("\"result\"") || answer.contains("no bridge named x"),
                spec.method() + ": " + answer);
        }
    }

    @Test
    void whatIsNoRequestIsAnsweredWithTheReason() throws IOException {
        final String[][] cases = {
            {"garbage", "-32700"},
            {"{\"jsonrpc\":\"2.0\"", "-32700"},
            {"[]", "-32600"},
            {"7", "-32600"},
            {"{}", "\\\"jsonrpc\\\" must be \\\"2.0\\\""},
            {"{\"jsonrpc\":\"2.0\",\"id\":1}", "\\\"method\\\" must be a string"},
            {"{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"x\"}", "\\\"id\\\" must be"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"list-br\"}", "-32700"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-bra\"}", "-32601"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add-br\",\"params\":[]}", "-32602"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add-br\",\"params\":{}}", "needs \\\"bridge\\\""},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add-br\",\"params\":{\"bridge\":\"a\",\"bidge\":1}}", "did you mean bridge?"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add-br\",\"params\":{\"bridge\":\"a\",\"may-exist\":1}}", "must be true or false"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transact\",\"params\":{\"commands\":{}}}", "must be an array"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transact\",\"params\":{\"commands\":[1]}}", "\"data\":{\"command\":0}"},
            {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transact\",\"params\":{\"comands\":[]}}", "did you mean commands?"},
            {"{\"a\":".repeat(33), "the request is beyond a limit: Document nesting depth (33) exceeds the maximum allowed (32"},
            {"{\"a\":[" + "[],".repeat(3_000) + "[]]}", "the request is beyond a limit: Token count (5001) exceeds the maximum allowed (5000"},
            {"[".repeat(9_000), "-32700"},
            {"\u0000\u0000", "-32700"},
            {"{\"a\":" + "x".repeat(5_000), "-32700"},
            {"a" + "\u0001".repeat(5_000), "-32700"},
        };
        for (final String[] each : cases) {
            final String answer = exchange(each[0]);
            assertTrue(answer.contains(each[1]) && answer.contains("\"error\""), each[0] + " -> " + answer);
            assertTrue(answer.length() < 1_500, "not a sentence: " + answer);
        }
        assertEquals(0, asked.size());
        try (Client client = new Client()) {
            assertTrue(client.write(new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"', '\n'}).read().contains("not UTF-8"));
            assertTrue(client.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}\n").read().contains("result"), "the connection lives on");
        }
    }

    @Test
    void aRequestThatIsTooLongEndsTheConnectionWithTheReason() throws IOException {
        try (Client client = new Client()) {
            assertTrue(client.write("x".repeat(20_000)).read().contains("longer than 10000 bytes"));
            assertEquals(null, client.read());
        }
    }

    private static String transact(final String options, final String command, final int count) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transact\",\"params\":{" + options + "\"commands\":["
            + (command + ",").repeat(count - 1) + command + "]}}";
    }

    @Test
    void aTransactionWithTooManyCommandsIsRefusedWithTheLimit() throws IOException {
        assertTrue(exchange(transact("", "{\"method\":\"br-exists\",\"params\":{\"bridge\":\"a\"}}", 20)).contains("\"result\""));
        final String answer = exchange(transact("", "{\"method\":\"br-exists\",\"params\":{\"bridge\":\"a\"}}", 21));
        assertTrue(answer.contains("-32602") && answer.contains("a transaction has at most 20 commands, this one has 21; use several calls"), answer);
        assertEquals(1, asked.size());
    }

    @Test
    void anAnswerThatIsTooLongIsReplacedByWhatToAskInstead() throws IOException {
        name = "x".repeat(940);
        assertTrue(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}").contains(name));
        name = "x".repeat(1_000);
        final String sentence = "the answer is longer than 1000 bytes; ask for less in one call, such as one bridge or one port";
        assertTrue(exchange(transact("\"dry-run\":true,", "{\"method\":\"list-br\"}", 1)).contains("\"message\":\"" + sentence));
        assertTrue(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}").contains("all of it is done, but " + sentence));
    }

    private void openForLargeAnswers(final Duration writeTime, final ControlCounters counted) throws IOException {
        server.close();
        final int most = 8_000_000;
        final Duration time = Duration.ofSeconds(20);
        server = open(transaction -> {
            final CompletableFuture<Transaction.Result> result = new CompletableFuture<>();
            answer(transaction, result);
            return result;
        }, new ControlLimits(10_000, 5_000, 32, 20, most, 4, time, time, writeTime, new ControlLimits.Crowd(8, 0, 8, 2, most, most, 1_000, 16)), counted);
    }

    @Test
    void largeAnswersWaitForClientsThatDoNotReadTheirs() throws IOException {
        openForLargeAnswers(Duration.ofSeconds(10), new ControlCounters());
        final String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}\n";
        name = "x".repeat(5_000_000);
        try (Client slow = new Client(); Client other = new Client()) {
            slow.write(request);
            assertEquals(1, slow.channel.read(ByteBuffer.allocate(1)), "the answer is on its way");
            assertTrue(other.write(request).read().contains("there is no room for the answer while clients do not read theirs; try again later"));
            name = "small";
            assertTrue(other.write(request).read().contains("small"));
            name = "x".repeat(5_000_000);
            assertTrue(slow.read().endsWith("}"));
            assertTrue(other.write(request).read().contains("xxx"), "there is room again");
        }
    }

    @Test
    void whoDoesNotReadTheAnswerInTimeIsLetGoOf() throws IOException {
        final ControlCounters counted = new ControlCounters();
        openForLargeAnswers(Duration.ofSeconds(1), counted);
        name = "x".repeat(5_000_000);
        try (Client slow = new Client()) {
            final long start = System.nanoTime();
            slow.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}\n");
            assertEquals(1, slow.channel.read(ByteBuffer.allocate(1)), "the answer is on its way");
            Await.until("it is let go of", Duration.ofSeconds(10), () -> counted.openConnections() == 0);
            assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void aMethodAsLongAsARequestMayBeIsAnsweredWithoutAGuess() throws IOException {
        final String answer = exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-b" + "r".repeat(9_000) + "\"}");
        assertTrue(answer.contains("unknown method") && !answer.contains("did you mean"), answer);
    }

    @Test
    void aRequestByAByteAtATimeIsCutAtItsDeadline() throws Exception {
        try (Client client = new Client()) {
            final long start = System.nanoTime();
            final Thread dripping = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        client.write("x");
                        Thread.sleep(50);
                    }
                } catch (final IOException | InterruptedException e) {
                    return;
                }
            });
            dripping.start();
            assertTrue(client.read().contains("not complete within 1000 ms"));
            assertEquals(null, client.read());
            assertTrue(System.nanoTime() - start < 2_000_000_000L);
            dripping.join();
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        try (Client client = new Client()) {
            assertEquals(null, client.read());
        }
    }

    @Test
    void answersComeInTheOrderOfTheRequestsAndOnlyAFewAreInFlight() throws IOException {
        hold = true;
        try (Client client = new Client()) {
            final StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                requests.append("{\"jsonrpc\":\"2.0\",\"id\":").append(i).append(",\"method\":\"list-br\"}\n");
            }
            client.write(requests.toString());
            Await.until("some are in flight", Duration.ofSeconds(5), () -> held.size() >= 4);
            hold = false;
            for (int i = held.size() - 1; i >= 0; i--) {
                answer(asked.get(i), held.get(i));
            }
            for (int i = 0; i < 10; i++) {
                assertTrue(client.read().contains("\"id\":" + i + ","));
            }
        }
    }

    @Test
    void aNotificationIsCarriedOutAndNotAnswered() throws IOException {
        try (Client client = new Client()) {
            client.write("{\"jsonrpc\":\"2.0\",\"method\":\"add-br\",\"params\":{\"bridge\":\"a\"}}\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"list-br\"}\n");
            assertTrue(client.read().contains("\"id\":2"));
            assertEquals(2, asked.size());
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndOthersAreServed() throws IOException {
        final List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                clients.add(new Client());
                clients.get(i).write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}\n").read();
            }
            try (Client beyond = new Client()) {
                assertTrue(beyond.read().contains("8 connections to the daemon are open"));
                assertEquals(null, beyond.read());
            }
            assertTrue(clients.get(0).write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}\n").read().contains("result"));
        } finally {
            for (final Client client : clients) {
                client.close();
            }
        }
        Await.until("there is room again", Duration.ofSeconds(5), () -> {
            try {
                return exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-br\"}").contains("result");
            } catch (final IOException e) {
                return false;
            }
        });
    }
}
