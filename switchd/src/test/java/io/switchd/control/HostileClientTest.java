package io.switchd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.event.EventLog;
import io.switchd.manage.Transaction;
import io.switchd.testkit.Await;
import io.switchd.testkit.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients of one user who is not root may cost, over a real socket; and of root. */
@Timeout(30)
class HostileClientTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ControlLimits LIMITS = new ControlLimits(100_000, 5_000, 32, 20, 1_000, 4, LONG, LONG, LONG,
        new ControlLimits.Crowd(4, 2, 3, 2, 150_000, 1_000_000, 50, 2));
    private static final int USER = 1_234;
    private static final Logger LOGGER = Logger.getLogger("io.switchd");

    @TempDir
    private Path directory;
    private final ControlCounters counters = new ControlCounters();
    private final List<ControlClient> clients = new ArrayList<>();
    private final List<CompletableFuture<Transaction.Result>> begun = new CopyOnWriteArrayList<>();
    private volatile boolean isBusy;
    private volatile int uid = USER;
    private ControlServer server;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler reader = new Handler() {
        @Override
        public void publish(final LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    };

    private void open(final Access access, final CountDownLatch known) throws IOException {
        server = ControlServer.open(List.of(new ControlSocket(directory.resolve("sock"), access, Optional.empty(), LIMITS)),
            this::carryOut,
            new EventLog(InstantSource.system()), counters, name -> {
                try {
                    known.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return uid;
            });
    }

    private CompletableFuture<Transaction.Result> carryOut(final Transaction transaction) {
        final CompletableFuture<Transaction.Result> result = new CompletableFuture<>();
        begun.add(result);
        if (!isBusy) {
            answer(result);
        }
        return result;
    }

    private static void answer(final CompletableFuture<Transaction.Result> result) {
        result.complete(new Transaction.Result(List.of(List.of()), 1, List.of(), List.of()));
    }

    private ControlClient client() throws IOException {
        clients.add(new ControlClient(directory.resolve("sock")));
        return clients.get(clients.size() - 1);
    }

    @BeforeEach
    void readTheLog() {
        LOGGER.addHandler(reader);
    }

    @AfterEach
    void close() throws IOException {
        LOGGER.removeHandler(reader);
        for (final ControlClient client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void aUserHasSoManyConnectionsAndNoMoreUntilOneIsClosed() throws IOException {
        open(Access.ALL, new CountDownLatch(0));
        for (int i = 0; i < 3; i++) {
            assertTrue(client().call("list-br", "{}").contains("result"));
        }
        assertTrue(client().receive().contains("user 1234 has 3 connections to the daemon, and may have no more; close one of them"));
        clients.get(0).close();
        Await.until("the daemon has seen it", Duration.ofSeconds(5), () -> counters.openConnections() == 2);
        assertTrue(client().call("list-br", "{}").contains("result"));
        assertEquals(1, counters.refusedConnections());
        assertTrue(lines.contains("a connection of uid 1234 is refused: user 1234 has 3 connections to the daemon, and may have no more; close one of them"), lines::toString);
    }

    @Test
    void aRequestThatIsTooLongIsInTheLogWithWhoSentIt() throws IOException {
        open(Access.ALL, new CountDownLatch(0));
        final String answer = client().send("x".repeat(LIMITS.requestBytes() + 1)).receive();
        assertTrue(answer.contains("longer than 100000 bytes"), answer);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("audit uid=1234 result=refused ") && line.contains(" change=\"?\" reason=\"") && line.contains("longer than 100000 bytes")),
            lines::toString);
    }

    @Test
    void rootHasConnectionsOfItsOwnBeyondThoseOfAll() throws IOException {
        uid = Account.ROOT;
        open(Access.ALL, new CountDownLatch(0));
        for (int i = 0; i < 6; i++) {
            assertTrue(client().call("list-br", "{}").contains("result"));
        }
        assertTrue(client().receive().contains("4 connections to the daemon are open, and it takes no more"));
    }

    @Test
    void nothingIsDoneForAClientBeforeItIsKnown() throws Exception {
        final CountDownLatch known = new CountDownLatch(1);
        open(Access.ALL, known);
        client().send("{'jsonrpc':'2.0','id':1,'method':'list-br'}\n");
        Await.until("it is connected", Duration.ofSeconds(5), () -> counters.openConnections() == 1);
        assertEquals(0, counters.requests());
        known.countDown();
        assertTrue(clients.get(0).receive().contains("result"));
    }

    @Test
    void aUserWhoAsksForMoreThanHisShareWaits() throws IOException {
        open(Access.ALL, new CountDownLatch(0));
        final ControlClient client = client();
        final long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertTrue(client.call("list-br", "{}").contains("result"));
        }
        final Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.toMillis() >= 900, "fifty at once, and fifty in a second: " + taken);
    }

    @Test
    void whatAUserAsksBeyondWhatMayBeCarriedOutAtOnceWaits() throws IOException {
        isBusy = true;
        open(Access.ALL, new CountDownLatch(0));
        final String request = "{'jsonrpc':'2.0','id':1,'method':'list-br'}\n";
        client().send(request);
        Await.until("the first is begun", Duration.ofSeconds(5), () -> begun.size() == 1);
        client().send(request.repeat(3));
        Await.until("the second is begun", Duration.ofSeconds(5), () -> begun.size() == 2);
        answer(begun.get(0));
        Await.until("the third is begun", Duration.ofSeconds(5), () -> begun.size() == 3);
        isBusy = false;
        begun.forEach(HostileClientTest::answer);
        assertTrue(clients.get(0).receive().contains("result"));
        for (int i = 0; i < 3; i++) {
            assertTrue(clients.get(1).receive().contains("result"));
        }
        assertEquals(4, begun.size());
    }

    @Test
    void longRequestsOfAllTogetherHaveALimitAndSmallOnesAreTaken() throws IOException {
        open(Access.ALL, new CountDownLatch(0));
        client().send("x".repeat(90_000));
        client().send("x".repeat(90_000));
        assertTrue(clients.get(1).receive().contains("long requests of others are being taken, and there is no room for another one; try again later"));
        assertTrue(client().call("list-br", "{}").contains("result"));
    }

    @Test
    void aThousandRequestsInOnePieceAreAnsweredInTheirOrderWithALongOneAmongThem() throws IOException {
        uid = Account.ROOT;
        open(Access.ALL, new CountDownLatch(0));
        final StringBuilder requests = new StringBuilder("{'jsonrpc':'2.0','id':0,'method':'list-br'}" + " ".repeat(20_000) + "\n");
        for (int i = 1; i < 1_000; i++) {
            requests.append("{'jsonrpc':'2.0','id':").append(i).append(",'method':'list-br'}\n\n");
        }
        final ControlClient client = client();
        final Thread sender = new Thread(() -> {
            try {
                client.send(requests.toString());
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
        });
        sender.start();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(client.receive().contains("\"id\":" + i + ","));
        }
    }

    @Test
    void theSocketForThoseWhoMayLookServesNoChangeNotEvenAmongOthers() throws IOException {
        open(Access.VIEW, new CountDownLatch(0));
        final ControlClient client = client();
        assertTrue(client.call("list-br", "{}").contains("result"));
        final String refusal = "'add-br' is refused: this socket serves only commands that change nothing";
        assertTrue(client.call("add-br", "{'bridge':'a'}").contains(refusal));
        final String answer = client.call("transact", "{'dry-run':true,'commands':[{'method':'list-br'},{'method':'add-br','params':{'bridge':'a'}}]}");
        assertTrue(answer.contains(refusal) && answer.contains("\"data\":{\"command\":1}"), answer);
        assertTrue(client.call("monitor", "{}").contains("sequence"));
    }
}
