package io.switchd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Await;
import io.switchd.testkit.RawHttp;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server over a real socket, with a page that counts how often it was made. */
class HttpServerTest {

    private static final HttpLimits LIMITS = new HttpLimits(3, 100, 1_000, Duration.ofMillis(400), Duration.ofMillis(800), Duration.ofMillis(400));
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String PATH = "/metrics";

    @TempDir
    private Path directory;
    private final AtomicInteger made = new AtomicInteger();
    private int size = 100;
    private Path socket;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        socket = directory.resolve("m.sock");
        server = open(socket);
    }

    private HttpServer open(final Path at) throws IOException {
        return HttpServer.open("metrics", ListenAddress.parse("unix:" + at), PATH, this::page, LIMITS);
    }

    private Page.Content page(final String accept) {
        made.incrementAndGet();
        if ("defect".equals(accept)) {
            throw new IllegalStateException("of the test");
        }
        return new Page.Content("text/x-" + accept, "x".repeat(size).getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        assertFalse(Files.exists(socket), "its file goes with it");
    }

    @Test
    void thePageIsServedInTheFormThatIsAskedFor() throws IOException {
        final RawHttp.Answer answer = RawHttp.get(socket, PATH + "?name[]=x", "Accept: plain\r\n");
        assertEquals("HTTP/1.1 200 OK", answer.status());
        assertTrue(answer.head().contains("content-type: text/x-plain\r\n"), answer.head());
        assertEquals("x".repeat(100), answer.body());
    }

    @Test
    void aConnectionIsGoodForSeveralRequestsUnlessItsClientSaysOtherwise() throws IOException {
        try (RawHttp http = new RawHttp(socket)) {
            assertEquals("HTTP/1.1 200 OK", http.get(PATH).read().status());
            assertEquals("HTTP/1.1 404 Not Found", http.get("/").read().status());
            assertEquals("HTTP/1.1 200 OK", http.get(PATH, "Connection: close\r\n").read().status());
            assertNull(http.read());
        }
    }

    @Test
    void aRequestMayComeInPieces() throws IOException {
        final String request = "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n";
        for (int cut = 1; cut < request.length(); cut++) {
            try (RawHttp http = new RawHttp(socket)) {
                assertEquals("HTTP/1.1 200 OK", http.get(PATH).read().status());
                http.send(request.substring(0, cut));
                assertEquals("HTTP/1.1 200 OK", RawHttp.get(socket, PATH).status(), "the server has had the first piece by now");
                final RawHttp.Answer answer = http.send(request.substring(cut)).read();
                assertEquals("HTTP/1.1 200 OK", answer == null ? "closed" : answer.status(), "cut after byte " + cut);
            }
        }
    }

    @Test
    void everythingElseIsRefused() throws IOException {
        for (final String path : new String[] {"/", "/metrics/", "/metrics2", "//metrics", "http://test/metrics", "/../metrics", "*"}) {
            assertEquals("HTTP/1.1 404 Not Found", RawHttp.get(socket, path).status(), path);
        }
        for (final String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "FROB"}) {
            try (RawHttp http = new RawHttp(socket)) {
                final RawHttp.Answer answer = http.send(method + " /metrics HTTP/1.1\r\nHost: test\r\n\r\n").read();
                assertEquals("HTTP/1.1 405 Method Not Allowed", answer.status(), method);
                assertTrue(answer.head().contains("allow: GET\r\n"), answer.head());
            }
        }
        try (RawHttp http = new RawHttp(socket)) {
            http.send("HEAD /metrics HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            assertTrue(assertThrows(AssertionError.class, http::read).getMessage().contains("HTTP/1.1 405"), "the length of a body that HEAD does not get");
        }
        refused("HTTP/1.1 413", "GET /metrics HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello");
        refused("HTTP/1.1 413", "POST /metrics HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000000\r\n\r\n");
        refused("HTTP/1.1 400", "GET /" + "x".repeat(200) + " HTTP/1.1\r\n\r\n");
        refused("HTTP/1.1 400", "GET /metrics HTTP/1.1\r\nX: " + "x".repeat(2_000) + "\r\n\r\n");
        refused("HTTP/1.1 400", "\u0001\u0002 frob\r\n\r\n");
        assertEquals(0, made.get());
        assertEquals("HTTP/1.1 200 OK", RawHttp.get(socket, PATH).status(), "others are not touched by it");
    }

    private void refused(final String status, final String request) throws IOException {
        try (RawHttp http = new RawHttp(socket)) {
            final RawHttp.Answer answer = http.send(request).read();
            assertTrue(answer != null && answer.status().startsWith(status), request + " got " + answer);
        }
    }

    @Test
    void aDefectOfThePageCostsOneAnswer() throws IOException {
        try (RawHttp http = new RawHttp(socket)) {
            assertEquals("HTTP/1.1 500 Internal Server Error", http.get(PATH, "Accept: defect\r\n").read().status());
            assertEquals("HTTP/1.1 200 OK", http.get(PATH).read().status());
        }
    }

    @Test
    void whoAsksOftenAndDoesNotReadHasOneAnswerInMemoryAndIsCutOff() throws IOException {
        size = 10_000_000;
        try (RawHttp http = new RawHttp(socket)) {
            http.send("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n".repeat(500));
            Await.until("the connection is closed", SOON, () -> isFree());
            assertTrue(made.get() <= 2, "made " + made + " times");
        }
    }

    /** Whether all connections that there may be can be made. One that is turned away is closed, perhaps before it has asked. */
    private boolean isFree() {
        try (RawHttp a = new RawHttp(socket); RawHttp b = new RawHttp(socket); RawHttp c = new RawHttp(socket)) {
            for (final RawHttp each : List.of(a, b, c)) {
                final RawHttp.Answer answer = each.get("/").read();
                if (answer == null || !answer.status().contains("404")) {
                    return false;
                }
            }
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    @Test
    void connectionsBeyondTheLimitAreTurnedAway() throws IOException {
        try (RawHttp a = new RawHttp(socket); RawHttp b = new RawHttp(socket); RawHttp c = new RawHttp(socket)) {
            for (final RawHttp each : List.of(a, b, c)) {
                assertEquals("HTTP/1.1 200 OK", each.get(PATH).read().status());
            }
            try (RawHttp tooMany = new RawHttp(socket)) {
                assertEquals("HTTP/1.1 503 Service Unavailable", tooMany.read().status());
                assertNull(tooMany.read());
            }
        }
        Await.until("there is room again", SOON, this::isFree);
    }

    @Test
    void whoDoesNotComeToAnEndIsCutOffHoweverManyBytesItSends() throws IOException {
        try (RawHttp silent = new RawHttp(socket); RawHttp slow = new RawHttp(socket); RawHttp idle = new RawHttp(socket)) {
            final long begin = System.nanoTime();
            assertEquals("HTTP/1.1 200 OK", idle.get(PATH).read().status());
            assertNull(silent.read(), "sent nothing");
            assertTrue(dribble(slow) < SOON.toNanos() / 100_000_000, "a byte each tenth of a second did not keep it");
            assertNull(idle.read(), "asked once");
            final long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            assertTrue(millis >= 800, "it had its time: " + millis);
        }
    }

    /** Sends a request a byte each tenth of a second; returns how many were taken. */
    private static int dribble(final RawHttp slow) {
        final AtomicInteger sent = new AtomicInteger();
        Await.until("it is cut off", SOON, () -> {
            try {
                slow.send("G");
                sent.incrementAndGet();
                Thread.sleep(100);
                return false;
            } catch (final IOException e) {
                return true;
            } catch (final InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return sent.get();
    }

    @Test
    void theSocketIsForItsOwnerAndGroup() throws IOException {
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void aSocketThatNobodyListensAtIsReplacedAndNothingElseIs() throws IOException {
        final Path stale = directory.resolve("stale.sock");
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(stale));
        }
        assertTrue(Files.exists(stale));
        final HttpServer replaced = open(stale);
        assertEquals("HTTP/1.1 200 OK", RawHttp.get(stale, PATH).status());
        replaced.close();
        final Path file = Files.writeString(directory.resolve("file"), "mine");
        refused("cannot listen at unix:" + file + ": there is a file of that name that is no socket", file);
        assertEquals("mine", Files.readString(file));
        refused("cannot listen at unix:" + socket + ": another process listens there", socket);
        assertEquals("HTTP/1.1 200 OK", RawHttp.get(socket, PATH).status());
        final Path nowhere = directory.resolve("no/such/directory");
        assertTrue(assertThrows(IOException.class, () -> open(nowhere)).getMessage().startsWith("cannot listen at unix:" + nowhere + ": "));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of("file", "m.sock"), files.map(each -> each.getFileName().toString()).sorted().toList(), "nothing is left behind");
        }
    }

    private void refused(final String sentence, final Path at) {
        assertEquals(sentence, assertThrows(IOException.class, () -> open(at)).getMessage());
    }
}
