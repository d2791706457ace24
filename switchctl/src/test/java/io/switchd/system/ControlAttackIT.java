package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.ControlClient;
import io.switchd.testkit.DescriptorThrower;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Footprint;
import io.switchd.testkit.Once;
import io.switchd.testkit.OtherUser;
import io.switchd.testkit.SteadyClient;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Users who may talk to the daemon, or may only look, or neither, attack it over its sockets as fast as they can: the flow
 * between two guests is whole, root is answered in time over a connection that it has and let in over new ones, and afterwards the
 * daemon holds nothing that it did not hold before.
 */
@Alone
@Once
class ControlAttackIT extends GuestTest {

    private static final int FLOW_PER_SECOND = 2_500;
    private static final double IN_TIME_MILLIS = 50;
    /** Half the time: in a flood of connects whoever waits to be let in races with those who come again and again without waiting. */
    private static final double LET_IN_MILLIS = 200;
    private static final long GROWN_KIB = 160 * 1024;
    private static final Duration ATTACK = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final int VIEWERS = 4_242;
    private static final int NOBODYS = 4_243;
    private static final int ROOTS = 0;
    private static final int CONNECTIONS_OF_A_USER = 16;
    private static final long CONNECTS_PAUSE_NANOS = 2_500_000;
    private static final int WARM_UP = 2_000;
    private static final byte[] SHOW = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"show\"}\n".getBytes(StandardCharsets.US_ASCII);

    private final List<OtherUser> administrators = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stopped;
    private long residentAtFirst;

    /** Others may enter the directory of the lab, as they may enter /run. */
    @Override
    void prepareLab() {
        try {
            Files.setPosixFilePermissions(lab.directory(), PosixFilePermissions.fromString("rwx--x--x"));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < 4; i++) {
            administrators.add(new OtherUser(4_001 + i, ROOTS, VIEWERS));
        }
    }

    @Override
    String[] daemonOptions() {
        return new String[] {"--view-group", Integer.toString(VIEWERS)};
    }

    @BeforeEach
    void connectVictims() {
        guests("a", "b");
        if (residentAtFirst == 0) {
            warmUp();
            residentAtFirst = Footprint.residentKilobytes(daemon.pid());
        }
        stopped = false;
        done.set(0);
    }

    private void warmUp() {
        try (ControlClient client = new ControlClient(daemon.socket())) {
            for (int i = 0; i < WARM_UP; i++) {
                client.call("show", "{}");
                try (ControlClient fresh = new ControlClient(daemon.socket())) {
                    fresh.call("show", "{}");
                }
            }
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path viewSocket() {
        return daemon.socket().resolveSibling("view.sock");
    }

    /** What an attacker does again and again, over a connection or without one. */
    private interface Attack {
        void once() throws IOException;
    }

    private Thread attacker(final OtherUser user, final Attack attack) {
        return user.thread(() -> {
            while (!stopped) {
                try {
                    attack.once();
                } catch (final IOException e) {
                    // the daemon has closed the connection, as it should
                    continue;
                }
            }
        });
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(daemon.socket()));
    }

    /** Runs the attackers while a flow flows and a good client asks. @param unit what they have done, for the report */
    private void harmsNobody(final String unit, final List<Thread> attackers) throws InterruptedException {
        final Footprint before = Footprint.of(daemon.pid());
        final long doneBefore = done.get();
        final Flow flow = flow("a", "b", FLOW_PER_SECOND);
        final long sentBefore = flow.sent();
        final SteadyClient good = new SteadyClient(daemon.socket(), "show", PAUSE);
        final long begin = System.nanoTime();
        final double perSecond;
        try {
            attackers.forEach(Thread::start);
            LockSupport.parkNanos(ATTACK.toNanos());
            Await.until("the flow has flown for as long", SOON, () -> flow.sent() - sentBefore >= FLOW_PER_SECOND * ATTACK.toSeconds());
            perSecond = (done.get() - doneBefore) / ((System.nanoTime() - begin) / 1e9);
            good.close();
        } finally {
            end(attackers);
        }
        flow.arrivesWhole();
        Await.until("the daemon holds what it held before: " + before, SOON, () -> Footprint.of(daemon.pid()).equals(before));
        final long grown = Footprint.residentKilobytes(daemon.pid()) - residentAtFirst;
        System.out.printf("%,.0f %s a second: a good client waited %.1f ms at p99, %.1f at most, over new connections %.1f at p50, %.1f at most, of %d answers; flow of %,d frames whole, slowest %d ms; daemon %+,d KiB%n",
            perSecond, unit, good.percentile(99), good.percentile(100), good.percentileOfNew(50), good.percentileOfNew(100), good.answers(), flow.sent(), flow.slowest().toMillis(), grown);
        assertTrue(good.percentile(99) <= IN_TIME_MILLIS, good.percentile(99) + " ms at p99");
        assertTrue(good.percentileOfNew(50) <= LET_IN_MILLIS, good.percentileOfNew(50) + " ms over new connections");
        assertTrue(grown < GROWN_KIB, "the daemon has grown by " + grown + " KiB");
    }

    private void end(final List<Thread> attackers) throws InterruptedException {
        stopped = true;
        for (final Thread each : attackers) {
            each.join(SOON.toMillis());
            assertFalse(each.isAlive(), "an attacker does not end");
        }
    }

    /** Each user has as many connections as he may, and sends on all of them in turn; what is closed is opened anew. */
    private List<Thread> attackersOverManyConnections(final Duration pause, final Sender sender) {
        final List<Thread> attackers = new ArrayList<>();
        for (final OtherUser user : administrators) {
            attackers.add(user.thread(() -> {
                final SocketChannel[] connections = new SocketChannel[CONNECTIONS_OF_A_USER];
                for (int round = 0; !stopped; round++) {
                    for (int i = 0; i < connections.length; i++) {
                        connections[i] = sent(connections[i], sender, round);
                    }
                    LockSupport.parkNanos(pause.toNanos());
                }
                for (final SocketChannel connection : connections) {
                    close(connection);
                }
            }));
        }
        return attackers;
    }

    /** What an attacker sends over one of its connections. */
    private interface Sender {
        void send(SocketChannel connection, int round) throws IOException;
    }

    private SocketChannel sent(final SocketChannel connection, final Sender sender, final int round) {
        SocketChannel open = connection;
        try {
            if (open == null) {
                open = connect();
                open.configureBlocking(false);
            }
            sender.send(open, round);
            return open;
        } catch (final IOException e) {
            // the daemon has closed it, or does not let it in
            close(open);
            return null;
        }
    }

    private static void close(final SocketChannel connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void clientsThatSendAByteAtATimeHarmNobody() throws Exception {
        harmsNobody("bytes, one at a time over 64 connections,", attackersOverManyConnections(Duration.ofMillis(20),
            (connection, round) -> done.addAndGet(connection.write(ByteBuffer.wrap(SHOW, round % (SHOW.length - 1), 1)))));
    }

    @Test
    void clientsThatNeverReadHarmNobody() throws Exception {
        harmsNobody("requests of clients that never read", attackersOverManyConnections(Duration.ofMillis(2),
            (connection, round) -> done.addAndGet(connection.write(ByteBuffer.wrap(SHOW)) / SHOW.length)));
    }

    /** Connections that say nothing, end their side in the middle of a request, or are closed with the answer unread. */
    @Test
    void clientsThatGoAwayHalfwayHarmNobody() throws Exception {
        final List<Thread> attackers = new ArrayList<>();
        attackers.add(attacker(administrators.get(0), () -> {
            try (SocketChannel silent = connect(); SocketChannel half = connect(); SocketChannel rude = connect()) {
                half.write(ByteBuffer.wrap(SHOW, 0, 10));
                half.shutdownOutput();
                rude.write(ByteBuffer.wrap(SHOW));
                rude.shutdownInput();
                final ByteBuffer answer = ByteBuffer.allocate(1_000);
                while (silent.isConnected() && half.read(answer) >= 0) {
                    assertTrue(answer.hasRemaining(), "the daemon ends its side too");
                }
                done.addAndGet(3);
            }
        }));
        harmsNobody("connections that go away halfway", attackers);
    }

    /** Without waiting to be let in, so that more come than the daemon takes. */
    @Test
    void tenThousandConnectsASecondHarmNobody() throws Exception {
        final List<Thread> attackers = new ArrayList<>();
        for (final OtherUser user : administrators.subList(0, 2)) {
            attackers.add(attacker(user, () -> {
                if (done.incrementAndGet() % 25 == 0) {
                    LockSupport.parkNanos(CONNECTS_PAUSE_NANOS);
                }
                try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    channel.configureBlocking(false);
                    channel.connect(UnixDomainSocketAddress.of(daemon.socket()));
                }
            }));
        }
        harmsNobody("connects", attackers);
        assertTrue(done.get() >= 10_000 * ATTACK.toSeconds(), done + " connects");
    }

    @Test
    void requestsOfAGigabyteHarmNobody() throws Exception {
        final byte[] piece = new byte[256 * 1024];
        Arrays.fill(piece, (byte) 'x');
        final List<Thread> attackers = new ArrayList<>();
        for (final OtherUser user : administrators.subList(0, 2)) {
            attackers.add(attacker(user, () -> {
                try (SocketChannel connection = connect()) {
                    for (int i = 0; i < 4_096 && !stopped; i++) {
                        done.addAndGet(connection.write(ByteBuffer.wrap(piece)) / 1024);
                    }
                }
            }));
        }
        harmsNobody("KiB of requests without end", attackers);
    }

    /** As long as a request may be: nested deeply, of many small values, of many that are garbage, of nothing at all. */
    @Test
    void longRequestsThatAreHardToReadHarmNobody() throws Exception {
        final String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"apply\",\"params\":{\"configuration\":";
        final List<ByteBuffer> requests = new ArrayList<>();
        for (final String text : List.of(request + "[".repeat(1_000_000) + "\n", request + "{\"a\":".repeat(200_000) + "\n",
            request + "[" + "[],".repeat(70_000) + "[]]}}\n", request + "[" + "{\"a\":0},".repeat(35_000) + "0]}}\n", "x\n".repeat(500_000), "\n".repeat(1_000_000))) {
            requests.add(ByteBuffer.allocateDirect(text.length()).put(text.getBytes(StandardCharsets.US_ASCII)).flip());
        }
        final List<Thread> attackers = new ArrayList<>();
        for (final OtherUser user : administrators) {
            final int[] turn = {0};
            attackers.add(attacker(user, () -> {
                try (SocketChannel connection = connect()) {
                    connection.configureBlocking(false);
                    final ByteBuffer bytes = requests.get(turn[0]++ % requests.size()).duplicate();
                    final ByteBuffer answers = ByteBuffer.allocateDirect(64 * 1024);
                    final long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
                    while (bytes.hasRemaining() && System.nanoTime() < end && !stopped) {
                        if (connection.write(bytes) == 0) {
                            LockSupport.parkNanos(1_000_000);
                        }
                        connection.read(answers.clear());
                    }
                    done.incrementAndGet();
                }
            }));
        }
        harmsNobody("long requests that are hard to read", attackers);
    }

    @Test
    void descriptorsThatAreThrownAtTheDaemonAreNotTaken() throws Exception {
        final String request = new String(SHOW, StandardCharsets.US_ASCII);
        final Thread attacker = new Thread(() -> {
            try {
                while (!stopped) {
                    try (DescriptorThrower thrower = new DescriptorThrower(daemon.socket())) {
                        for (int i = 0; i < 300; i++) {
                            final int count = new int[] {1, 2, DescriptorThrower.MOST}[i % 3];
                            assertTrue(thrower.send(request, count) && thrower.receive().contains("\"result\""));
                            done.addAndGet(count);
                        }
                        thrower.nobodyHasThem();
                    }
                }
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
        });
        harmsNobody("descriptors", List.of(attacker));
    }

    /** Who is in no group of the sockets does not get in, and who may look changes nothing, however often he tries. */
    @Test
    void usersWithoutPrivilegesHarmNobodyAndChangeNothing() throws Exception {
        final String before = state();
        final OtherUser stranger = new OtherUser(4_100, NOBODYS);
        final OtherUser viewer = new OtherUser(4_101, VIEWERS);
        for (final Path socket : List.of(daemon.socket(), viewSocket())) {
            assertEquals("Permission denied", stranger.run(() -> refusal(socket)));
        }
        assertEquals("Permission denied", viewer.run(() -> refusal(daemon.socket())));
        final List<Thread> attackers = List.of(attacker(stranger, () -> {
            done.incrementAndGet();
            connect().close();
        }), attacker(viewer, () -> {
            try (ControlClient client = new ControlClient(viewSocket())) {
                for (int i = 0; i < 100 && !stopped; i++) {
                    assertTrue(client.call("del-br", "{'bridge':'br'}").contains("'del-br' is refused: this socket serves only commands that change nothing"));
                    assertTrue(client.call("list-br", "{}").contains("[\"br\"]"));
                    done.addAndGet(2);
                }
            }
        }));
        harmsNobody("attempts of users without privileges", attackers);
        assertEquals(before, state());
    }

    private static String refusal(final Path socket) {
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
            return "";
        } catch (final IOException e) {
            return e.getMessage();
        }
    }

    /** What was lost is told when memory is collected and more is asked for; the daemon's end looks through its log. */
    @AfterAll
    void nothingWasLost() throws IOException {
        Commands.run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(daemon.pid()), "GC.run").ok();
        try (ControlClient client = new ControlClient(daemon.socket())) {
            for (int i = 0; i < 200; i++) {
                client.call("list-br", "{}");
            }
        }
    }
}
